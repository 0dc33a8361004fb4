package org.focalspark;

import java.util.function.BiFunction;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.focalspark.compat.ModelMetadata;

/**
 * Saving and loading of a model: {@code metadata}, Spark's JSON of class, uid and params, and the numbers of {@link
 * FittedModelFormat}.
 */
final class FocalModelIO {
    private FocalModelIO() {}

    /** Writes a stage and its numbers. */
    static final class Writer extends MLWriter {
        private final Model<?> stage;
        private final FittedModel numbers;

        Writer(Model<?> stage, FittedModel numbers) {
            this.stage = stage;
            this.numbers = numbers;
        }

        @Override
        public void saveImpl(String path) {
            ModelMetadata.save(stage, path, sc());
            FittedModelFormat.write(numbers, path, sparkSession());
        }
    }

    /**
     * Reads a stage and its numbers, and refuses what no fit can have written.
     *
     * @param <M> the stage
     */
    static final class Reader<M extends Model<M>> extends MLReader<M> {
        private final Class<M> type;
        private final BiFunction<String, FittedModel, M> constructor;

        /**
         * Makes a reader.
         *
         * @param constructor makes the stage of its uid and numbers
         */
        Reader(Class<M> type, BiFunction<String, FittedModel, M> constructor) {
            this.type = type;
            this.constructor = constructor;
        }

        @Override
        public M load(String path) {
            ModelMetadata metadata = ModelMetadata.load(path, sc(), type);
            boolean multilabel = type == FocalMultilabelClassificationModel.class;
            M model = constructor.apply(metadata.uid(), FittedModelFormat.read(path, sparkSession(), multilabel));
            metadata.applyTo(model);
            return model;
        }
    }
}
