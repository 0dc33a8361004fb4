package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calibrated probabilities mean what they say, on 20,000 generated rows with 3 % positives. The map from margin to
 * probability is written down here once more, as the formula of docs/numerics.md stands for gamma = 2.
 */
class CalibrationIT {
    private static final double REL_1E_4 = 1e-4;
    private static final double REL_1E_12 = 1e-12;
    private static final double REL_2_PERCENT = 0.02;
    private static final double ALPHA = 0.25;
    private static final int NUM_ROWS = 20_000;

    private static Dataset<Row> logistic;
    private static double observed;
    private static FocalLogisticRegressionModel plain;
    private static FocalLogisticRegressionModel balanced;

    @BeforeAll
    static void fit() {
        logistic = ReferenceData.frame(sampled()).cache();
        observed = logistic.filter("label = 1.0").count() / (double) NUM_ROWS;
        assertThat(observed).isBetween(0.028, 0.032);
        plain = focal().fit(logistic);
        balanced = focal().setAlpha(ALPHA).fit(logistic);
    }

    @AfterAll
    static void giveBack() {
        logistic.unpersist(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "focal", "posterior"})
    void meanProbabilityIsTheObservedRate(String calibration) {
        assertThat(meanProbability(plain, calibration)).isCloseTo(observed, within(REL_2_PERCENT * observed));
    }

    @Test
    void bareSigmoidIsNoProbability() {
        assertThat(meanProbability(plain, "none")).isGreaterThan(3.0 * observed);
    }

    @Test
    void posteriorUndoesAlphaAndFocalDoesNot() {
        assertThat(meanProbability(balanced, "posterior")).isCloseTo(observed, within(REL_2_PERCENT * observed));
        assertThat(meanProbability(balanced, "focal")).isLessThan(0.5 * observed);
        assertThat(meanProbability(balanced, "auto")).isEqualTo(meanProbability(balanced, "focal"));
    }

    /**
     * Where the margin of the focal minimizer is linear in the features, its calibrated probability is the posterior of
     * every row. Each row stands twice, once per label, weighted by the posterior, so that no sampling error is left.
     */
    @ParameterizedTest
    @CsvSource({"0.5, focal", "0.5, posterior", "0.25, posterior", "0.9, posterior"})
    void givesThePosteriorOfEveryRowOfAWellSpecifiedModel(double alpha, String calibration) {
        Dataset<Row> data = ReferenceData.frame(weightedByPosterior(alpha));
        FocalLogisticRegressionModel model = focal().setAlpha(alpha)
                .setWeightCol("weight")
                .setTol(1e-13)
                .setMaxIter(500)
                .setCalibration(calibration)
                .fit(data);
        for (Row row : model.transform(data).filter("label = 1.0").collectAsList()) {
            double posterior = row.getAs("weight");
            assertThat(row.<Vector>getAs("probability").apply(1)).isCloseTo(posterior, within(REL_1E_4 * posterior));
        }
    }

    @Test
    void everyCalibrationIsItsFormula() {
        assertFormula("none", margin -> margin);
        assertFormula("focal", CalibrationIT::focalLogOdds);
        assertFormula("auto", CalibrationIT::focalLogOdds);
        assertFormula("posterior", margin -> focalLogOdds(margin) + Math.log((1.0 - ALPHA) / ALPHA));
    }

    @Test
    void calibrationOfAFittedModelLeavesTheRawPredictionAsItIs() {
        List<String> expected = ExactValues.of(plain.transform(logistic), "rawPrediction");
        for (String calibration : List.of("none", "focal", "posterior")) {
            assertThat(ExactValues.of(scored(plain, calibration), "rawPrediction"))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"none, 0.5", "none, 0.2", "focal, 0.02", "posterior, 0.02", "posterior, 0.2"})
    void predictionFollowsTheCalibratedProbability(String calibration, double threshold) {
        FocalLogisticRegressionModel model = balanced.copy(ParamMap.empty()).setThreshold(threshold);
        Dataset<Row> rows = scored(model, calibration);
        assertThat(rows.filter("prediction = 1.0").count()).isBetween(1L, NUM_ROWS - 1L);
        for (Row row : rows.collectAsList()) {
            boolean above = row.<Vector>getAs("probability").apply(1) > threshold;
            assertThat(row.<Double>getAs("prediction")).isEqualTo(above ? 1.0 : 0.0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "focal", "posterior"})
    void rankingIsThatOfTheMargin(String calibration) {
        List<Row> byMargin = scored(balanced, calibration).collectAsList().stream()
                .sorted(Comparator.comparingDouble(CalibrationIT::margin))
                .toList();
        assertThat(byMargin)
                .extracting(row -> row.<Vector>getAs("probability").apply(1))
                .isSorted();
    }

    private static void assertFormula(String calibration, DoubleUnaryOperator logOdds) {
        for (Row row : scored(balanced, calibration).collectAsList()) {
            double odds = Math.exp(logOdds.applyAsDouble(margin(row)));
            Vector probability = row.getAs("probability");
            assertThat(probability.apply(1)).isCloseTo(odds / (1.0 + odds), within(REL_1E_12));
            assertThat(probability.apply(0)).isCloseTo(1.0 / (1.0 + odds), within(REL_1E_12));
        }
    }

    private static double meanProbability(FocalLogisticRegressionModel model, String calibration) {
        return scored(model, calibration).collectAsList().stream()
                .mapToDouble(row -> row.<Vector>getAs("probability").apply(1))
                .average()
                .orElseThrow();
    }

    private static Dataset<Row> scored(FocalLogisticRegressionModel model, String calibration) {
        return model.copy(ParamMap.empty()).setCalibration(calibration).transform(logistic);
    }

    private static double margin(Row row) {
        return row.<Vector>getAs("rawPrediction").apply(1);
    }

    private static FocalLogisticRegression focal() {
        return new FocalLogisticRegression().setGamma(2.0).setTol(1e-9);
    }

    /** Labels drawn from the logistic posterior 1 / (1 + exp(-score)). */
    private static List<Row> sampled() {
        Random random = new Random(20);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < NUM_ROWS; i++) {
            double[] x = features(random);
            double posterior = sigmoid(x[0] - 0.7 * x[1] + 0.4 * x[2] - 4.2);
            rows.add(RowFactory.create(random.nextDouble() < posterior ? 1.0 : 0.0, 1.0, Vectors.dense(x)));
        }
        return rows;
    }

    private static List<Row> weightedByPosterior(double alpha) {
        Random random = new Random(21);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            double[] x = features(random);
            double margin = 0.5 * x[0] - 0.35 * x[1] + 0.2 * x[2] - 1.2;
            double posterior = sigmoid(focalLogOdds(margin) + Math.log((1.0 - alpha) / alpha));
            rows.add(RowFactory.create(1.0, posterior, Vectors.dense(x)));
            rows.add(RowFactory.create(0.0, 1.0 - posterior, Vectors.dense(x)));
        }
        return rows;
    }

    private static double[] features(Random random) {
        return new double[] {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
    }

    /** log(L'(-m) / L'(m)) at gamma = 2, where L'(z) = -q^2 (q - 2 p log p), p = sigmoid(z), q = 1 - p. */
    private static double focalLogOdds(double margin) {
        return Math.log(slope(-margin) / slope(margin));
    }

    private static double slope(double z) {
        double p = sigmoid(z);
        double q = sigmoid(-z);
        return q * q * (q - 2.0 * p * Math.log(p));
    }

    private static double sigmoid(double logOdds) {
        return 1.0 / (1.0 + Math.exp(-logOdds));
    }
}
