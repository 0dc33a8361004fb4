package org.focalspark.saving;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.SparkSession;
import org.focalspark.compat.ModelMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Loads stages and checks their classes and the classes of their inner stages.
 *
 * <p>A folder may come from an untrusted source. A class named in it is not initialized or constructed before it is
 * known to be a loadable stage.
 */
public final class SavedStage {
    private SavedStage() {}

    /**
     * Verifies the checksums of a stage and reads its metadata.
     *
     * @param folder folder of the stage
     * @param type required class of the stage
     * @return metadata
     * @throws IllegalArgumentException if the folder is damaged, or has no stage or a stage of another class; the
     *     message names the folder
     */
    public static ModelMetadata metadata(ModelFolder folder, Class<?> type) {
        folder.verify();
        ModelMetadata metadata = folder.metadata();
        if (!metadata.className().equals(type.getName())) {
            throw new IllegalArgumentException(String.format(
                    "'%s' holds another stage: Expected class name %s but found class name %s. Load it with %s.",
                    folder.name(), type.getName(), metadata.className(), instead(metadata.className())));
        }
        return metadata;
    }

    /** Returns the name of the method that loads stages of a class, for messages. */
    private static String instead(String className) {
        return problem(className).isEmpty()
                ? className.substring(className.lastIndexOf('.') + 1) + ".load"
                : "the class that saved it";
    }

    /**
     * Rejects a folder with an inner stage whose class is not loadable, or whose path leads out of the folder. Spark's
     * own readers construct every class that inner metadata name.
     *
     * @param folder folder of the outer stage
     * @throws IllegalArgumentException if an inner stage is rejected; the message names its folder
     */
    public static void requireLoadableInside(ModelFolder folder) {
        for (ModelFolder inner : folder.read("", escaped -> folder.inner())) {
            ModelMetadata metadata = inner.metadata();
            problem(metadata.className()).ifPresent(problem -> {
                throw new IllegalArgumentException(String.format(
                        "'%s' cannot be read: it names class %s, which %s.",
                        inner.nameOf(ModelMetadata.FOLDER), metadata.className(), problem));
            });
            inner.read(ModelMetadata.FOLDER, escaped -> {
                metadata.requireInside();
                return inner;
            });
        }
    }

    /** Returns why a class is not loadable, as a clause. Does not initialize the class. */
    private static Optional<String> problem(String className) {
        Class<?> type;
        try {
            type = Class.forName(className, false, loader());
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.of("is not on the class path: add the jar that has it");
        }
        boolean loadable =
                Params.class.isAssignableFrom(type) && MLWritable.class.isAssignableFrom(type) && hasReader(type);
        return loadable
                ? Optional.empty()
                : Optional.of(
                        "is not a loadable stage of Spark ML: it must implement Params and MLWritable and have a static"
                                + " method read that returns an MLReader");
    }

    private static boolean hasReader(Class<?> type) {
        try {
            Method read = type.getMethod("read");
            return Modifier.isStatic(read.getModifiers()) && MLReader.class.isAssignableFrom(read.getReturnType());
        } catch (NoSuchMethodException | LinkageError e) {
            return false;
        }
    }

    /** Returns the class loader of the thread, as Spark does: notebooks and sessions add their jars to it. */
    private static ClassLoader loader() {
        @Nullable ClassLoader own = Thread.currentThread().getContextClassLoader();
        return own != null ? own : SavedStage.class.getClassLoader();
    }

    /**
     * Reader of a stage that has only params.
     *
     * @param <S> type of the stage
     */
    public static final class Reader<S extends Params> extends MLReader<S> {
        private final Class<S> type;
        private final Function<String, S> constructor;

        /**
         * Creates a reader.
         *
         * @param type class of the stage
         * @param constructor creates the stage from its uid
         */
        public Reader(Class<S> type, Function<String, S> constructor) {
            this.type = type;
            this.constructor = constructor;
        }

        @Override
        public S load(String path) {
            ModelFolder folder = ModelFolder.of(path, sparkSession());
            ModelMetadata metadata = metadata(folder, type);
            S stage = constructor.apply(metadata.uid());
            return withParams(folder, metadata, stage);
        }
    }

    /**
     * Sets the params of a stage to their saved values.
     *
     * @param <S> type of the stage
     * @param folder folder of the stage
     * @param metadata metadata of the folder
     * @param stage new stage
     * @return stage
     * @throws IllegalArgumentException if a param cannot get its saved value; the message names folder and param
     */
    public static <S extends Params> S withParams(ModelFolder folder, ModelMetadata metadata, S stage) {
        return folder.read(ModelMetadata.FOLDER, escaped -> {
            metadata.applyTo(stage);
            return stage;
        });
    }

    /**
     * Loads an inner stage of any class that Spark can load. Call {@link #requireLoadableInside} first.
     *
     * @param <T> required type
     * @param folder folder of the outer stage
     * @param part path of the inner stage inside the folder
     * @param type required class
     * @param spark session that loads the stage
     * @return stage
     * @throws IllegalArgumentException if the stage cannot be read or is of another class; the message names the part
     */
    public static <T> T load(ModelFolder folder, String part, Class<T> type, SparkSession spark) {
        return folder.read(part, path -> {
            Object stage = ModelMetadata.loadStage(path + "/" + part, spark.sparkContext());
            if (!type.isInstance(stage)) {
                throw new IllegalArgumentException(String.format(
                        "it has a %s instead of a %s", stage.getClass().getSimpleName(), type.getSimpleName()));
            }
            return type.cast(stage);
        });
    }
}
