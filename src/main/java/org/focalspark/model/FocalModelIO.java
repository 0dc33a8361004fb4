package org.focalspark.model;

import java.util.function.BiFunction;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.focalspark.compat.ModelMetadata;
import org.focalspark.saving.ModelFolder;
import org.focalspark.saving.ReplacingWriter;
import org.focalspark.saving.SavedStage;

/**
 * Saving and loading of a model: {@code metadata}, Spark's JSON of class, uid and params, and the numbers of {@link
 * FittedModelFormat}.
 */
public final class FocalModelIO {
    private FocalModelIO() {}

    /** Writes a model and its numbers. */
    public static MLWriter writer(Model<?> model, FittedModel numbers) {
        return new ReplacingWriter(model.getClass(), new Writer(model, numbers));
    }

    private static final class Writer extends MLWriter {
        private final Model<?> model;
        private final FittedModel numbers;

        Writer(Model<?> model, FittedModel numbers) {
            this.model = model;
            this.numbers = numbers;
        }

        @Override
        public void saveImpl(String path) {
            ModelMetadata.save(model, path, sc());
            FittedModelFormat.write(numbers, model.uid(), path, sparkSession());
        }
    }

    /**
     * Reads a stage and its numbers, and refuses what no fit can have written.
     *
     * @param <M> the stage
     */
    public static final class Reader<M extends Model<M>> extends MLReader<M> {
        private final Class<M> type;
        private final boolean multilabel;
        private final BiFunction<String, FittedModel, M> constructor;

        /**
         * Makes a reader.
         *
         * @param type class of the stage
         * @param multilabel whether the model has labels instead of classes
         * @param constructor makes the stage of its uid and numbers
         */
        public Reader(Class<M> type, boolean multilabel, BiFunction<String, FittedModel, M> constructor) {
            this.type = type;
            this.multilabel = multilabel;
            this.constructor = constructor;
        }

        @Override
        public M load(String path) {
            ModelFolder folder = ModelFolder.of(path, sparkSession());
            ModelMetadata metadata = SavedStage.metadata(folder, type);
            M model = constructor.apply(
                    metadata.uid(), FittedModelFormat.read(folder, metadata.uid(), sparkSession(), multilabel));
            return SavedStage.withParams(folder, metadata, model);
        }
    }
}
