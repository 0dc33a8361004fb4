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
 * Writer and reader of a saved model: Spark's JSON of class, uid and params in {@code metadata}, and the numbers of
 * {@link FittedModelFormat}.
 */
public final class FocalModelIO {
    private FocalModelIO() {}

    /**
     * Returns the writer of a model. If it overwrites, it replaces the folder as a whole.
     *
     * @param model model to save
     * @param numbers fitted part of the model
     * @return writer
     */
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
     * Reader of a model. It rejects content that no fit can have written.
     *
     * @param <M> type of the model
     */
    public static final class Reader<M extends Model<M>> extends MLReader<M> {
        private final Class<M> type;
        private final boolean multilabel;
        private final BiFunction<String, FittedModel, M> constructor;

        /**
         * Creates a reader.
         *
         * @param type class of the model
         * @param multilabel whether the model has labels instead of classes
         * @param constructor creates the model from its uid and its fitted part
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
