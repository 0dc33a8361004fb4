package org.focalspark.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.focalspark.classification.ExactValues;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.FocalMultilabelClassificationModel;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.classification.MultilabelData;
import org.focalspark.classification.ReferenceData;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.focalspark.testkit.SavedFolders;
import org.focalspark.tuning.FocalCrossValidator;
import org.focalspark.tuning.FocalCrossValidatorModel;
import org.focalspark.tuning.FocalTrainValidationSplit;
import org.focalspark.tuning.FocalTrainValidationSplitModel;
import org.focalspark.tuning.FocalTunedModel;
import org.focalspark.tuning.Grids;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Saved stages of all kinds, damaged in every file: each is refused with its path and part, or loaded unchanged. */
@Tag("once")
class DamagedStagesIT {
    private static final long SEED = 16;
    private static final int NUM_FLIPS = 3;

    @TempDir
    static Path saved;

    private static final Map<String, MLReader<?>> readers = new LinkedHashMap<>();

    @TempDir
    Path folder;

    @BeforeAll
    static void save() throws IOException {
        FocalLogisticRegression estimator = Grids.estimator().setMaxIter(2);
        FocalCrossValidator folds = Grids.focal(estimator, Grids.small(estimator), new BinaryClassificationEvaluator());
        FocalTrainValidationSplit split = new FocalTrainValidationSplit()
                .setEstimator(estimator)
                .setEvaluator(new FocalLossEvaluator())
                .setEstimatorParamMaps(Grids.small(estimator));
        save("model", estimator.fit(ReferenceData.dense()), FocalLogisticRegressionModel.read());
        save(
                "multilabel",
                new FocalMultilabelClassifier().setMaxIter(2).fit(MultilabelData.frame(MultilabelData.threeLabels(50))),
                FocalMultilabelClassificationModel.read());
        save("estimator", estimator, FocalLogisticRegression.read());
        save("multilabelEstimator", new FocalMultilabelClassifier(), FocalMultilabelClassifier.read());
        save("lossEvaluator", new FocalLossEvaluator(), FocalLossEvaluator.read());
        save("calibrationEvaluator", new CalibrationEvaluator(), CalibrationEvaluator.read());
        save("folds", folds, FocalCrossValidator.read());
        save("foldsModel", folds.fit(ReferenceData.dense()), FocalCrossValidatorModel.read());
        save("split", split, FocalTrainValidationSplit.read());
        save("splitModel", split.fit(ReferenceData.dense()), FocalTrainValidationSplitModel.read());
    }

    private static void save(String name, MLWritable stage, MLReader<?> reader) throws IOException {
        stage.write().save(saved.resolve(name).toString());
        readers.put(name, reader);
    }

    private Object load(String name) {
        return readers.get(name).load(folder.resolve(name).toString());
    }

    /** Params of a stage and the numbers of its models, as text. */
    private static String described(Object stage) {
        String text = stage + "\n" + ((Params) stage).explainParams();
        if (stage instanceof FocalLogisticRegressionModel model) {
            text += ExactValues.of(model.interceptVector())
                    + Arrays.toString(model.coefficientMatrix().toArray());
        }
        if (stage instanceof FocalTunedModel<?> tuned) {
            text += described(tuned.bestModel()) + tuned.tuningTable().collectAsList();
        }
        return text.replaceAll("ParamMap;@[0-9a-f]+", "ParamMap");
    }

    private static List<byte[]> damages(byte[] sound, Random random) {
        List<byte[]> damages = new ArrayList<>(List.of(
                new byte[0],
                Arrays.copyOf(sound, sound.length / 2),
                Arrays.copyOf(sound, sound.length - 2),
                "no JSON".getBytes(StandardCharsets.UTF_8),
                new String(sound, StandardCharsets.ISO_8859_1)
                        .replaceFirst("[0-9]+", "NaN")
                        .getBytes(StandardCharsets.ISO_8859_1)));
        for (int i = 0; i < NUM_FLIPS; i++) {
            byte[] flipped = sound.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(7));
            damages.add(flipped);
        }
        return damages;
    }

    @Test
    void everyDamagedFileIsRefusedOrHarmless() throws IOException {
        Random random = new Random(SEED);
        int count = 0;
        for (String name : readers.keySet()) {
            SavedFolders.copy(saved.resolve(name), folder.resolve(name));
            String sound = described(load(name));
            for (Path file : SavedFolders.files(folder.resolve(name))) {
                byte[] content = Files.readAllBytes(file);
                for (byte[] damaged : damages(content, random)) {
                    if (!Arrays.equals(damaged, content)) {
                        Files.write(file, damaged);
                        assertRefusedOrSame(name, file, sound);
                        count++;
                    }
                }
                Files.delete(file);
                assertRefusedOrSame(name, file, sound);
                count++;
                Files.write(file, content);
            }
            assertThat(described(load(name))).isEqualTo(sound);
        }
        assertThat(count).isGreaterThanOrEqualTo(200);
    }

    private void assertRefusedOrSame(String name, Path file, String sound) {
        Object loaded;
        try {
            loaded = load(name);
        } catch (IllegalArgumentException e) {
            Path inside = folder.resolve(name).relativize(file);
            assertThat(e)
                    .as("%s of %s", inside, name)
                    .hasMessageContaining("'" + folder.resolve(name))
                    // A damaged list of checksums names what it says of other files.
                    .hasMessageMatching("(?s).*(" + (inside.endsWith("SHA256SUMS") ? "" : inside.getName(0)) + ").*");
            return;
        }
        assertThat(described(loaded)).as("%s of %s", file, name).isEqualTo(sound);
    }

    /** The same part of two stages of a kind, exchanged. */
    @ParameterizedTest
    @CsvSource({
        "model, multilabel, data",
        "model, estimator, metadata",
        "lossEvaluator, calibrationEvaluator, metadata",
        "folds, split, metadata",
        "folds, split, validator",
        "foldsModel, splitModel, trials",
        "foldsModel, splitModel, bestModel",
        "foldsModel, splitModel, validator"
    })
    void exchangedPartsAreRefused(String name, String other, String part) throws IOException {
        SavedFolders.copy(saved.resolve(name), folder.resolve(name));
        SavedFolders.delete(folder.resolve(name).resolve(part));
        SavedFolders.copy(
                saved.resolve(other).resolve(part), folder.resolve(name).resolve(part));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(name))
                .withMessageContainingAll("'" + folder.resolve(name), part);
    }

    /** What somebody has made so, who has left the checksums out. */
    private void change(String name, String part, String from, String to) throws IOException {
        SavedFolders.copy(saved.resolve(name), folder.resolve(name));
        try (Stream<Path> files = Files.walk(folder.resolve(name))) {
            for (Path sums : files.filter(file -> file.endsWith("SHA256SUMS")).toList()) {
                Files.delete(sums);
            }
        }
        Path file = SavedFolders.files(folder.resolve(name).resolve(part)).get(0);
        String text = Files.readString(file);
        String changed = text.replaceFirst(from, to);
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(file, changed);
    }

    /** What the static initializer of a class that must not be initialized does. */
    static final class Foreign {
        static {
            System.setProperty("focalspark.test.foreign", "initialized");
        }

        @SuppressWarnings("unused") // what Spark's readers look for
        Foreign(String uid) {}
    }

    @ParameterizedTest
    @CsvSource({
        "model, metadata",
        "multilabel, metadata",
        "estimator, metadata",
        "multilabelEstimator, metadata",
        "lossEvaluator, metadata",
        "calibrationEvaluator, metadata",
        "folds, metadata",
        "folds, validator/metadata",
        "folds, validator/estimator/metadata",
        "folds, validator/evaluator/metadata",
        "split, validator/evaluator/metadata",
        "foldsModel, bestModel/metadata",
        "splitModel, validator/estimator/metadata"
    })
    void aForeignClassIsRefusedAndNotInitialized(String name, String part) throws IOException {
        for (String foreign :
                List.of("org.focalspark.saving.DamagedStagesIT\\\\\\$Foreign", "java.io.FileOutputStream", "no.such")) {
            change(name, part, "\"class\":\"[^\"]*\"", "\"class\":\"" + foreign.replace("\\\\\\$", "\\$") + "\"");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> load(name))
                    .withMessageContaining("'" + folder.resolve(name))
                    .withMessageContaining("class");
            SavedFolders.delete(folder.resolve(name));
        }
        assertThat(System.getProperty("focalspark.test.foreign")).isNull();
        assertThat(Files.exists(Path.of(((Params) load0(name)).uid()))).isFalse();
    }

    private Object load0(String name) {
        return readers.get(name).load(saved.resolve(name).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "estimator | metadata | \"maxIter\":2 | \"maxIter\":99999999999 | maxIter",
                "estimator | metadata | \"tol\":[0-9.E-]+ | \"tol\":1e999 | tol",
                "estimator | metadata | \"fitIntercept\":true | \"fitIntercept\":1 | fitIntercept",
                "calibrationEvaluator | metadata | \"numBins\":10 | \"numBins\":4294967306 | numBins",
                "multilabelEstimator | metadata | \"aggregationDepth\":2 | \"aggregationDepth\":-1 | aggregationDepth",
                "folds | metadata | \"numFolds\":[0-9]+ | \"numFolds\":4294967298 | numFolds",
                "folds | metadata | \"seed\":-?[0-9]+ | \"seed\":99999999999999999999 | seed",
                "folds | validator/evaluator/metadata | \"paramMap\":\\{\\} | \"paramMap\":{\"numBins\":4294967306} | numBins",
                "folds | validator/estimator/metadata | \"maxIter\":2 | \"maxIter\":99999999999 | maxIter",
                "folds | validator/metadata | \"isJson\":\"true\" | \"isJson\":\"false\" | validator",
                "folds | validator/metadata | \"value\":\" | \"value\":\"1e999 | validator",
                "foldsModel | metadata | \"numFolds\":[0-9]+ | \"numFolds\":2147483647 | trials",
                "model | metadata | \"sparkVersion\":\" | \"sparkVersion\":\"x | sparkVersion",
                "model | metadata | \"timestamp\":[0-9]+ | \"timestamp\":null | timestamp",
                "model | metadata | \"uid\":\"[^\"]*\" | \"uid\":7 | uid"
            })
    void aValueThatCannotBeIsRefused(String name, String part, String from, String to, String word) throws IOException {
        change(name, part, from, to);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(name))
                .withMessageContainingAll("'" + folder.resolve(name), word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "folds", "foldsModel"})
    void aStageWithoutChecksumsIsLoaded(String name) throws IOException {
        change(name, "metadata", "\"timestamp\":[0-9]+", "\"timestamp\":0");
        assertThat(described(load(name))).isEqualTo(described(load0(name)));
    }

    @Test
    void aLargeNumberOfFoldsIsRefusedBeforeAnythingIsAllocated() throws IOException {
        change("foldsModel", "metadata", "\"timestamp\":[0-9]+", "\"timestamp\":0");
        String trials = folder.resolve("foldsModel/trials").toString();
        var spark = org.focalspark.testkit.SparkSessions.shared();
        var rows = spark.read().parquet(saved.resolve("foldsModel/trials").toString());
        rows.withColumn("numFoldsWithModels", org.apache.spark.sql.functions.lit(Integer.MAX_VALUE))
                .coalesce(1)
                .write()
                .mode("overwrite")
                .parquet(trials);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load("foldsModel"))
                .withMessageContaining("'" + trials + "' cannot be read: it has models of 2147483647 folds");
    }

    /** A stage of a user, which is of Spark ML and has a reader, stays loadable inside tuning. */
    @Test
    void aPipelineInsideTuningIsLoaded() throws IOException {
        FocalLogisticRegression estimator = Grids.estimator();
        var pipeline = new org.apache.spark.ml.Pipeline().setStages(new org.apache.spark.ml.PipelineStage[] {
            new org.apache.spark.ml.feature.SQLTransformer().setStatement("SELECT * FROM __THIS__"), estimator
        });
        String path = folder.resolve("tuning").toString();
        Grids.focal(pipeline, Grids.small(estimator), new CalibrationEvaluator())
                .save(path);
        assertThat(FocalCrossValidator.load(path).getEstimator().uid()).isEqualTo(pipeline.uid());
        Path metadata = SavedFolders.files(folder.resolve("tuning/validator/estimator/metadata"))
                .get(0);
        Files.writeString(metadata, Files.readString(metadata).replace(estimator.uid(), "/../../../../elsewhere"));
        Files.delete(folder.resolve("tuning/SHA256SUMS"));
        Files.deleteIfExists(metadata.resolveSibling("." + metadata.getFileName() + ".crc"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FocalCrossValidator.load(path))
                .withMessageContainingAll(path + "/validator/estimator/metadata", "elsewhere");
    }
}
