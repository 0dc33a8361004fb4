package org.focalspark;

import java.io.IOException;
import java.util.function.BiFunction;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.focalspark.compat.ModelMetadata;
import org.focalspark.storage.Replacement;

/**
 * Saving and loading of a model: {@code metadata}, Spark's JSON of class, uid and params, and the numbers of {@link
 * FittedModelFormat}.
 */
final class FocalModelIO {
    private FocalModelIO() {}

    /**
     * Writes a stage and its numbers: beside the place, where they are loaded for a proof, and then renamed. Spark's own
     * writers delete what is there before they write.
     *
     * @param <M> the stage
     */
    static final class Writer<M extends Model<M>> extends MLWriter {
        private final M stage;
        private final FittedModel numbers;
        private final MLReader<M> reader;

        /**
         * Makes a writer.
         *
         * @param reader must be able to read what was written
         */
        Writer(M stage, FittedModel numbers, MLReader<M> reader) {
            this.stage = stage;
            this.numbers = numbers;
            this.reader = reader;
        }

        @Override
        public void save(String path) throws IOException {
            refuseExisting(path);
            try (Replacement place = ModelFolder.of(path, sparkSession()).replacement()) {
                String draft = ModelFolder.text(place.draft());
                saveImpl(draft);
                prove(draft, path);
                refuseExisting(path);
                place.moveIn();
                place.discardPrevious();
            }
        }

        @Override
        public void saveImpl(String path) {
            ModelMetadata.save(stage, path, sc());
            FittedModelFormat.write(numbers, stage.uid(), path, sparkSession());
        }

        private void refuseExisting(String path) throws IOException {
            if (!shouldOverwrite()) {
                new Vacancy().session(sparkSession()).save(path);
            }
        }

        private void prove(String draft, String path) throws IOException {
            try {
                reader.session(sparkSession()).load(draft);
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        String.format(
                                "'%s' was not written, since what was to be moved there cannot be loaded: %s",
                                path, e.getMessage()),
                        e);
            }
        }
    }

    /** Writes nothing, and refuses a path that exists in Spark's words. */
    private static final class Vacancy extends MLWriter {
        @Override
        public void saveImpl(String path) {}
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
            ModelFolder folder = ModelFolder.of(path, sparkSession());
            ModelMetadata metadata = folder.read(ModelMetadata.FOLDER, escaped -> ModelMetadata.load(escaped, sc()));
            if (!metadata.className().equals(type.getName())) {
                throw new IllegalArgumentException(String.format(
                        "'%s' holds another stage: Expected class name %s but found class name %s. Load it with that class.",
                        path, type.getName(), metadata.className()));
            }
            boolean multilabel = type == FocalMultilabelClassificationModel.class;
            M model = constructor.apply(
                    metadata.uid(), FittedModelFormat.read(folder, metadata.uid(), sparkSession(), multilabel));
            return folder.read(ModelMetadata.FOLDER, escaped -> {
                metadata.applyTo(model);
                return model;
            });
        }
    }
}
