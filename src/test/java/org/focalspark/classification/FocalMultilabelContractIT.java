package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.focalspark.testkit.CachedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what is owed by a classifier of several labels in particular. */
class FocalMultilabelContractIT
        extends EstimatorContract<FocalMultilabelClassifier, FocalMultilabelClassificationModel> {
    private static final Dataset<Row> DATA = MultilabelData.frame(MultilabelData.threeLabels(300));

    @Override
    FocalMultilabelClassifier newEstimator() {
        return new FocalMultilabelClassifier();
    }

    @Override
    FocalMultilabelClassifier quickEstimator() {
        return new FocalMultilabelClassifier()
                .setWeightCol("weight")
                .setRegParam(0.1)
                .setTol(1e-2);
    }

    @Override
    Dataset<Row> dataset() {
        return DATA;
    }

    @Override
    Map<String, ?> valuesOfOtherTypes() {
        return Map.of();
    }

    @Override
    List<String> outputColumnParams() {
        return List.of("rawPredictionCol", "probabilityCol", "predictionCol", "predictedLabelsCol");
    }

    @Override
    MLReader<FocalMultilabelClassifier> estimatorReader() {
        return FocalMultilabelClassifier.read();
    }

    @Override
    MLReader<FocalMultilabelClassificationModel> modelReader() {
        return FocalMultilabelClassificationModel.read();
    }

    @Override
    Stream<BadInput> badInputs() {
        return MultilabelBadInput.cases();
    }

    static Stream<Arguments> badParams() {
        String length = " must hold one value for each of 3 labels, but has ";
        return Stream.of(
                params(e -> e.setAlphas(new double[] {0.5, 0.25}), "alphas" + length + "2: [0.5, 0.25]."),
                params(e -> e.setGammas(new double[] {2}), "gammas" + length + "1: [2.0]."),
                params(e -> e.setClassWeights(new double[4]), "classWeights must be > 0 and finite, but was"),
                params(e -> e.setClassWeights(new double[] {1, 2}), "classWeights" + length + "2: [1.0, 2.0]."),
                params(e -> e.setThresholds(new double[] {0.5, 0.5}), "thresholds" + length + "2: [0.5, 0.5]."),
                params(e -> e.setThresholds(new double[] {0.5, 1.5, 0.5}), "thresholds must be in [0, 1], but was"),
                params(e -> e.setTargetPrior(new double[] {0.5, 0.5}), "targetPrior" + length + "2: [0.5, 0.5]."),
                params(e -> e.setTargetPrior(thirds()).setCalibration("none"), "targetPrior (["),
                params(e -> e.setTargetPrior(thirds()).setNormalized(true), "targetPrior (["),
                params(e -> e.setCalibration("focal").setNormalized(true), "calibration 'focal' needs a way back"),
                params(e -> e.setAlpha(1), "alpha must be strictly between 0 and 1"),
                params(e -> e.setAlphas(new double[] {0.5, 0, 0.5}), "alphas must be strictly between 0 and 1"),
                params(e -> e.setAlpha(0.5).setAlphas(thirds()), "alpha (0.5) and alphas ("),
                params(e -> e.setGamma(1e6), "gamma is so large"),
                params(e -> e.setPredictionCol("weight"), "predictionCol 'weight' must be a new column"),
                params(e -> e.setWeightCol("no"), "Column 'no' does not exist."));
    }

    @ParameterizedTest
    @MethodSource("badParams")
    void paramsThatDoNotFitAreRefusedAndNothingStaysCached(
            UnaryOperator<FocalMultilabelClassifier> change, String message) {
        Set<Integer> before = CachedData.ids();
        assertThatThrownBy(() -> change.apply(quickEstimator()).fit(DATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
        assertThat(CachedData.ids()).isSubsetOf(before);
    }

    @Test
    void summaryIsKeptByCopyAndByNothingElse(@TempDir Path folder) throws IOException {
        assertThat(fitted().hasSummary()).isTrue();
        assertThat(fitted().copy(ParamMap.empty()).summary()).isSameAs(fitted().summary());
        String path = folder.resolve("model").toString();
        fitted().save(path);
        FocalMultilabelClassificationModel loaded = FocalMultilabelClassificationModel.load(path);
        assertThat(loaded.hasSummary()).isFalse();
        assertThatThrownBy(loaded::summary)
                .isInstanceOf(SparkException.class)
                .hasMessageContaining("it is not saved with the model");
    }

    @Test
    void dataOfAnotherKindOfModelAreRefusedAtLoading(@TempDir Path folder) throws IOException {
        Path labels = folder.resolve("labels");
        fitted().save(labels.toString());
        new FocalLogisticRegression()
                .setMaxIter(1)
                .fit(ReferenceData.dense())
                .save(folder.resolve("classes").toString());
        Files.move(labels.resolve("data"), folder.resolve("taken"));
        Files.move(folder.resolve("classes").resolve("data"), labels.resolve("data"));
        assertThatThrownBy(() -> FocalMultilabelClassificationModel.load(labels.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not as it was saved")
                .hasMessageEndingWith("The files are damaged or were exchanged. Restore them or save the model again.");
        Files.delete(labels.resolve("SHA256SUMS")); // what is inside tells, too
        assertThatThrownBy(() -> FocalMultilabelClassificationModel.load(labels.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not hold a model")
                .hasMessageEndingWith("The files are damaged or were exchanged. Restore them or save the model again.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "focal", "posterior"})
    void predictionOfARowIsThatOfTransform(String calibration) {
        FocalMultilabelClassificationModel model = quickEstimator()
                .setAlpha(0.25)
                .setCalibration(calibration)
                .setThresholds(new double[] {0.3, 0.5, 0.6})
                .fit(DATA);
        for (Row row : model.transform(DATA).collectAsList()) {
            Vector features = row.getAs("features");
            assertSameBits(model.predict(features), row.getAs("prediction"));
            assertSameBits(model.predictRaw(features), row.getAs("rawPrediction"));
            assertSameBits(model.predictProbability(features), row.getAs("probability"));
        }
    }

    @Test
    void transformNeedsNeitherLabelsNorWeights() {
        assertThat(ExactValues.of(fitted().transform(DATA.select("features")), "probability"))
                .isEqualTo(ExactValues.of(fitted().transform(DATA), "probability"));
    }

    @Test
    void vectorsThatDoNotServeAreRefusedByTransform() {
        assertRefused(
                null,
                "Column 'features' must not hold null vectors. Drop or fill these rows first, or set handleInvalid to 'keep'.");
        assertRefused(
                Vectors.dense(1.0, 2.0),
                "Column 'features' must hold vectors of size 10, as in training, but found one of size 2.");
    }

    private void assertRefused(Vector features, String message) {
        Dataset<Row> data = MultilabelData.frame(List.of(RowFactory.create(Vectors.zeros(3), 1.0, features)));
        assertThatThrownBy(() -> fitted().transform(data).collectAsList())
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static Arguments params(UnaryOperator<FocalMultilabelClassifier> change, String message) {
        return Arguments.of(change, message);
    }

    private static double[] thirds() {
        return new double[] {0.25, 0.5, 0.75};
    }

    private static void assertSameBits(Vector actual, Vector expected) {
        assertThat(ExactValues.of(actual)).isEqualTo(ExactValues.of(expected));
    }
}
