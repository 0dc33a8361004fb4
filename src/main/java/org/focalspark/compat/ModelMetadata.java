package org.focalspark.compat;

import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/**
 * Reading and writing of what Spark ML stores beside a stage's own numbers: class, uid, params, Spark version.
 *
 * <p>The overloads with SparkContext are deprecated in Spark 4, but those with SparkSession do not exist in 3.5.
 */
@SuppressWarnings("deprecation")
public final class ModelMetadata {
    /** Name of the metadata in the folder of a stage. */
    public static final String FOLDER = "metadata";

    private final DefaultParamsReader.Metadata metadata;

    private ModelMetadata(DefaultParamsReader.Metadata metadata) {
        this.metadata = metadata;
    }

    /**
     * Writes class, uid and params of a stage to {@code path/metadata}.
     *
     * @param stage stage to describe
     * @param path folder of the stage
     * @param context running context
     */
    public static void save(Params stage, String path, SparkContext context) {
        DefaultParamsWriter.saveMetadata(stage, path, context, Option.empty(), Option.empty());
    }

    /**
     * Reads {@code path/metadata}, and throws whatever Spark throws if it cannot.
     *
     * @param path folder of the stage
     * @param context running context
     * @return metadata
     */
    public static ModelMetadata load(String path, SparkContext context) {
        return new ModelMetadata(DefaultParamsReader.loadMetadata(path, context, ""));
    }

    /**
     * Reader of a stage that consists of its params alone.
     *
     * @param <T> the stage
     * @return reader that makes the stage from the class and uid found in the metadata
     */
    public static <T> MLReader<T> paramsReader() {
        return new DefaultParamsReader<>();
    }

    /**
     * Writer of a stage that consists of its params alone.
     *
     * @param stage stage to save
     * @return Spark's writer, which knows no replacing
     */
    public static MLWriter paramsWriter(Params stage) {
        return new DefaultParamsWriter(stage);
    }

    /**
     * Loads a stage of any class.
     *
     * @param <T> the stage
     * @param path folder of the stage
     * @param context running context
     * @return what the reader of the class that the metadata name has read
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // as Spark's
    public static <T> T loadStage(String path, SparkContext context) {
        return DefaultParamsReader.loadParamsInstance(path, context);
    }

    /**
     * The class of the stage that was saved.
     *
     * @return name
     */
    public String className() {
        return metadata.className();
    }

    /**
     * The uid of the stage that was saved.
     *
     * @return uid
     */
    public String uid() {
        return metadata.uid();
    }

    /**
     * Gives a stage the params that were saved, defaults included.
     *
     * @param stage stage of the class that was saved
     */
    public void applyTo(Params stage) {
        metadata.getAndSetParams(stage, Option.empty());
    }
}
