package org.focalspark;

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
 * The class of a saved stage, and those of the stages inside it. A folder may come from anybody: no class that it names is
 * initialized, and nothing constructed, before the class is known to be one that is meant to be loaded from a folder.
 */
final class SavedStage {
    private SavedStage() {}

    /**
     * The metadata of a stage, whose files are compared with their checksums first.
     *
     * @throws IllegalArgumentException that names the folder, if it is damaged or holds none or another stage
     */
    static ModelMetadata metadata(ModelFolder folder, Class<?> type) {
        folder.verify();
        ModelMetadata metadata = folder.metadata();
        if (!metadata.className().equals(type.getName())) {
            throw new IllegalArgumentException(String.format(
                    "'%s' holds another stage: Expected class name %s but found class name %s. Load it with %s.",
                    folder.name(), type.getName(), metadata.className(), instead(metadata.className())));
        }
        return metadata;
    }

    /** The class to load it with, if it is one that can. */
    private static String instead(String className) {
        return problem(className).isEmpty()
                ? className.substring(className.lastIndexOf('.') + 1) + ".load"
                : "the class that has saved it";
    }

    /**
     * Refuses a folder inside which there is a stage of a class that is not meant to be loaded, or one that would lead out of
     * it. For whatever Spark's own readers find there they construct the class that is named.
     *
     * @throws IllegalArgumentException that names the inner folder
     */
    static void requireLoadableInside(ModelFolder folder) {
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

    /** Why a class is none that may be loaded, as a clause. Not initialized by this. */
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
                        "is no stage of Spark ML that can be loaded: Params and MLWritable, with a static method read"
                                + " that gives an MLReader");
    }

    private static boolean hasReader(Class<?> type) {
        try {
            Method read = type.getMethod("read");
            return Modifier.isStatic(read.getModifiers()) && MLReader.class.isAssignableFrom(read.getReturnType());
        } catch (NoSuchMethodException | LinkageError e) {
            return false;
        }
    }

    /** As Spark has it: that of the thread, to which notebooks and sessions add their jars. */
    private static ClassLoader loader() {
        @Nullable ClassLoader own = Thread.currentThread().getContextClassLoader();
        return own != null ? own : SavedStage.class.getClassLoader();
    }

    /**
     * Reads a stage that consists of its params alone.
     *
     * @param <S> the stage
     */
    static final class Reader<S extends Params> extends MLReader<S> {
        private final Class<S> type;
        private final Function<String, S> constructor;

        /**
         * Makes a reader.
         *
         * @param constructor makes the stage of its uid
         */
        Reader(Class<S> type, Function<String, S> constructor) {
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

    /** Gives a stage the params that were saved. */
    static <S extends Params> S withParams(ModelFolder folder, ModelMetadata metadata, S stage) {
        return folder.read(ModelMetadata.FOLDER, escaped -> {
            metadata.applyTo(stage);
            return stage;
        });
    }

    /**
     * Loads a stage inside another one.
     *
     * @param part path inside the folder, which {@link #requireLoadableInside} has seen
     * @param type what it must be
     * @throws IllegalArgumentException that names the part
     */
    static <T> T load(ModelFolder folder, String part, Class<T> type, SparkSession spark) {
        return folder.read(part, path -> {
            Object stage = ModelMetadata.loadStage(path + "/" + part, spark.sparkContext());
            if (!type.isInstance(stage)) {
                throw new IllegalArgumentException(String.format(
                        "it has a %s where a %s must be", stage.getClass().getSimpleName(), type.getSimpleName()));
            }
            return type.cast(stage);
        });
    }
}
