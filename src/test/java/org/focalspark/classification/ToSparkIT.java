package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model as Spark's own: the same margins and decisions, and the same probabilities where these are logistic. */
class ToSparkIT {
    private static final double ABS_1E_12 = 1e-12;

    static Stream<Named<Consumer<FocalLogisticRegression>>> binaryModels() {
        return Stream.of(
                named("gamma 0", e -> e.setGamma(0)),
                named("focal", e -> e.setThreshold(0.3)),
                named("bare", e -> e.setCalibration("none").setThreshold(0.45)),
                named(
                        "posterior",
                        e -> e.setAlpha(0.75).setCalibration("posterior").setThreshold(0.2)),
                named("thresholds", e -> e.setThresholds(new double[] {0.7, 0.3})),
                named("smoothed", e -> e.setLabelSmoothing(0.1).setThreshold(0.35)),
                named("convex", e -> e.setLoss("convexFocal").setThreshold(0.4)),
                named("other base rates", e -> e.setTargetPrior(new double[] {0.7, 0.3})),
                named("reduced", e -> e.setReducedThreshold(0.5).setThreshold(0.4)));
    }

    @ParameterizedTest
    @MethodSource("binaryModels")
    void decidesAsTheModelDoes(Consumer<FocalLogisticRegression> settings) {
        FocalLogisticRegression estimator =
                new FocalLogisticRegression().setRegParam(0.01).setPredictionCol("decision");
        settings.accept(estimator);
        FocalLogisticRegressionModel model = estimator.fit(ReferenceData.dense());
        LogisticRegressionModel spark = model.toSpark();
        List<Row> expected = model.transform(ReferenceData.dense())
                .select("rawPrediction", "decision")
                .collectAsList();
        List<Row> actual = spark.transform(ReferenceData.dense())
                .select("rawPrediction", "decision")
                .collectAsList();
        assertThat(expected).extracting(row -> row.getDouble(1)).contains(0.0, 1.0);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).<Vector>getAs(0).toArray())
                    .containsExactly(expected.get(i).<Vector>getAs(0).toArray(), within(ABS_1E_12));
            assertThat(actual.get(i).getDouble(1))
                    .as("row %d", i)
                    .isEqualTo(expected.get(i).getDouble(1));
        }
        assertThat(spark.uid()).isEqualTo(model.uid());
        assertThat(spark.getRegParam()).isEqualTo(0.01);
    }

    @ParameterizedTest
    @ValueSource(strings = {"focal", "convexFocal"})
    void probabilitiesOfLogisticModelsAreExact(String loss) {
        FocalLogisticRegressionModel model = new FocalLogisticRegression()
                .setLoss(loss)
                .setGamma(loss.equals("focal") ? 0 : 3)
                .fit(ReferenceData.dense());
        assertSameProbabilities(model, ReferenceData.dense());
    }

    @Test
    void severalClassesRankAsTheMarginsDo() {
        for (String family : List.of("multinomial", "ovr")) {
            FocalLogisticRegressionModel model = new FocalLogisticRegression()
                    .setFamily(family)
                    .setRegParam(0.01)
                    .fit(ReferenceData.threeClasses());
            List<Row> expected = model.transform(ReferenceData.threeClasses())
                    .select("prediction")
                    .collectAsList();
            assertThat(model.toSpark()
                            .transform(ReferenceData.threeClasses())
                            .select("prediction")
                            .collectAsList())
                    .isEqualTo(expected);
        }
        FocalLogisticRegressionModel logLoss =
                new FocalLogisticRegression().setGamma(0).fit(ReferenceData.threeClasses());
        assertSameProbabilities(logLoss, ReferenceData.threeClasses());
    }

    static Stream<Named<Consumer<FocalLogisticRegression>>> modelsWithoutCounterpart() {
        return Stream.of(
                named("gammas", e -> e.setGammas(new double[] {0, 2, 5})),
                named(
                        "posterior",
                        e -> e.setClassWeights(new double[] {1, 2, 9}).setCalibration("posterior")),
                named("other base rates", e -> e.setTargetPrior(new double[] {0.2, 0.3, 0.5})),
                named("thresholds", e -> e.setThresholds(new double[] {0.5, 0.3, 0.2})),
                named("ovr, alphas", e -> e.setFamily("ovr").setAlphas(new double[] {0.2, 0.5, 0.9})));
    }

    @ParameterizedTest
    @MethodSource("modelsWithoutCounterpart")
    void saysWhereNoModelOfSparksDecidesSo(Consumer<FocalLogisticRegression> settings) {
        FocalLogisticRegression estimator = new FocalLogisticRegression().setRegParam(0.01);
        settings.accept(estimator);
        if (estimator.getFamily().equals("ovr")) {
            estimator.setCalibration("posterior");
        }
        FocalLogisticRegressionModel model = estimator.fit(ReferenceData.threeClasses());
        assertThatThrownBy(model::toSpark)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Set calibration to none");
    }

    @Test
    void aModelOfOneClassStaysCertain() {
        FocalLogisticRegressionModel model =
                new FocalLogisticRegression().fit(ReferenceData.dense().filter("label = 1.0"));
        Vector probability =
                model.toSpark().predictProbability(ReferenceData.dense().head().getAs("features"));
        assertThat(probability.toArray()).containsExactly(0.0, 1.0);
    }

    private static void assertSameProbabilities(FocalLogisticRegressionModel model, Dataset<Row> data) {
        List<Row> expected = model.transform(data).select("probability").collectAsList();
        List<Row> actual = model.toSpark().transform(data).select("probability").collectAsList();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).<Vector>getAs(0).toArray())
                    .containsExactly(expected.get(i).<Vector>getAs(0).toArray(), within(ABS_1E_12));
        }
    }

    private static Named<Consumer<FocalLogisticRegression>> named(
            String name, Consumer<FocalLogisticRegression> settings) {
        return Named.of(name, settings);
    }
}
