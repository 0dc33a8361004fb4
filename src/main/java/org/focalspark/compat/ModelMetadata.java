package org.focalspark.compat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/**
 * Metadata that Spark ML stores for a stage: class, uid, params, Spark version.
 *
 * <p>The overloads with SparkContext are deprecated in Spark 4, but those with SparkSession do not exist in 3.5.
 */
@SuppressWarnings("deprecation")
public final class ModelMetadata {
    /** Name of the metadata in the folder of a stage. */
    public static final String FOLDER = "metadata";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String PARAMS = "paramMap";
    private static final String DEFAULTS = "defaultParamMap";
    private static final String VERSION = "sparkVersion";

    private final String text;
    private final JsonNode root;

    private ModelMetadata(String text, JsonNode root) {
        this.text = text;
        this.root = root;
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
     * Parses metadata without loading the classes that they name.
     *
     * @param text JSON
     * @return metadata
     * @throws IllegalArgumentException if the text is not valid metadata; the message is a clause
     */
    public static ModelMetadata parse(String text) {
        ModelMetadata metadata = new ModelMetadata(text, json(text));
        require(metadata.root.isObject(), "it is not a JSON object");
        for (String name : List.of("class", "uid", VERSION)) {
            JsonNode value = metadata.root.path(name);
            require(value.isTextual() && !value.textValue().isEmpty(), "it has no text '" + name + "'");
        }
        require(metadata.root.path("timestamp").canConvertToLong(), "it has no number 'timestamp'");
        require(
                metadata.root.path(VERSION).textValue().matches("\\d{1,4}\\.\\d{1,4}\\b.*"),
                "'" + VERSION + "' is not a version");
        require(metadata.root.path(PARAMS).isObject(), "it has no object '" + PARAMS + "'");
        return metadata;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage()); // a cause would hide it
        }
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    /**
     * Writer of a stage that consists of its params alone.
     *
     * @param stage stage to save
     * @return Spark's writer, without our safe replacement of existing content
     */
    public static MLWriter paramsWriter(Params stage) {
        return new DefaultParamsWriter(stage);
    }

    /**
     * Loads a stage of any class that Spark can load. This runs code of that class: check {@link #className()} first.
     *
     * @param path folder of the stage
     * @param context running context
     * @return stage, read by the reader of the class that the metadata name
     */
    public static Object loadStage(String path, SparkContext context) {
        return DefaultParamsReader.loadParamsInstance(path, context);
    }

    /**
     * Class of the saved stage.
     *
     * @return name
     */
    public String className() {
        return root.path("class").textValue();
    }

    /**
     * Uid of the saved stage.
     *
     * @return uid
     */
    public String uid() {
        return root.path("uid").textValue();
    }

    /**
     * Rejects names that would lead Spark's readers out of the folder: names of Pipeline stages and of stages in a
     * grid.
     *
     * @throws IllegalArgumentException if a name contains a path; the message is a clause
     */
    public void requireInside() {
        for (JsonNode uid : root.path(PARAMS).path("stageUids")) {
            require(uid.isTextual() && isPlain(uid.textValue()), "it names a stage " + SavedParams.shown(uid));
        }
        SavedGrid.of(root.path(PARAMS)).requireInside();
    }

    static boolean isPlain(String name) {
        return !name.contains("/") && !name.contains("\\") && !name.matches("\\.*");
    }

    /**
     * Sets the saved params of a stage, including defaults.
     *
     * @param stage stage of the saved class
     * @throws IllegalArgumentException if a param would not get its saved value; the message names the param
     */
    public void applyTo(Params stage) {
        for (String map : List.of(PARAMS, DEFAULTS)) {
            require(root.path(map).isObject(), "it has no object '" + map + "'");
            for (Map.Entry<String, JsonNode> param : root.path(map).properties()) {
                SavedParams.requireReadable(stage, param.getKey(), param.getValue());
            }
        }
        DefaultParamsReader.parseMetadata(text, "").getAndSetParams(stage, Option.empty());
    }

    /**
     * Checks that a stage loaded by Spark's reader has the params of these metadata.
     *
     * @param stage loaded stage
     * @throws IllegalArgumentException if a param does not have its saved value; the message names the param
     */
    public void requireSame(Params stage) {
        SavedParams.requireSame(stage, root.path(PARAMS));
        SavedGrid.of(root.path(PARAMS)).requireSame(stage);
    }
}
