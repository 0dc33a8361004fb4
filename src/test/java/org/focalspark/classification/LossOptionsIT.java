package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.focalspark.testkit.CachedData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Poly-1, label smoothing, reduced and normalized losses through the estimator: calibration, saving, refusals. */
@Tag("once")
class LossOptionsIT {
    private static final double REL_1E_4 = 1e-4;

    @AfterEach
    void nothingStaysCached() {
        assertThat(CachedData.ids()).isEmpty();
    }

    /**
     * Every row stands twice, weighted by a posterior that makes the smoothed log-odds of the map linear in the
     * features; so no error of sampling or form is left, and the posterior of every row comes back.
     */
    @ParameterizedTest
    @CsvSource({"0.05, 0.5", "0.1, 0.75", "0.3, 0.25"})
    void labelSmoothingIsUndoneByCalibration(double smoothing, double alpha) {
        FocalLogisticRegressionModel model = new FocalLogisticRegression()
                .setGamma(0)
                .setLabelSmoothing(smoothing)
                .setAlpha(alpha)
                .setWeightCol("weight")
                .setTol(1e-13)
                .setMaxIter(500)
                .setCalibration("posterior")
                .fit(weightedBySmoothedPosterior(smoothing, alpha));
        for (Row row : weightedBySmoothedPosterior(smoothing, alpha).collectAsList()) {
            if (row.getDouble(0) == 1.0) {
                double posterior = row.getDouble(1);
                assertThat(model.predictProbability(row.getAs("features")).apply(1))
                        .isCloseTo(posterior, within(REL_1E_4 * posterior));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"poly1Focal, 0.0", "poly1Focal, 0.1", "focal, 0.1", "convexFocal, 0.05"})
    void meanProbabilityIsTheObservedRateInEveryFamily(String loss, double smoothing) {
        for (String family : List.of("multinomial", "ovr")) {
            FocalLogisticRegressionModel model = new FocalLogisticRegression()
                    .setLoss(loss)
                    .setFamily(family)
                    .setLabelSmoothing(smoothing)
                    .setWeightCol("weight")
                    .setTol(1e-10)
                    .fit(ReferenceData.threeClasses());
            double[] mean = new double[3];
            double all = 0.0;
            for (Row row : model.transform(ReferenceData.threeClasses()).collectAsList()) {
                double weight = row.getAs("weight");
                all += weight;
                for (int k = 0; k < 3; k++) {
                    mean[k] += weight * row.<Vector>getAs("probability").apply(k);
                }
            }
            for (int k = 0; k < 3; k++) {
                double observed = model.classPriors().apply(k);
                // a linear focal model is not quite well specified here, and ovr is approximate
                assertThat(mean[k] / all).as("%s, class %d", family, k).isCloseTo(observed, within(0.05 * observed));
            }
        }
    }

    @Test
    void polyWithoutItsTermIsTheFocalLoss() {
        FocalLogisticRegression focal = new FocalLogisticRegression().setRegParam(0.01);
        FocalLogisticRegressionModel expected = focal.fit(ReferenceData.dense());
        FocalLogisticRegressionModel actual =
                focal.setLoss("poly1Focal").setPolyEpsilon(0).fit(ReferenceData.dense());
        assertThat(actual.coefficients()).isEqualTo(expected.coefficients());
    }

    @Test
    void labelSmoothingMakesOneClassAFiniteFit() {
        Dataset<Row> data = ReferenceData.dense().filter("label = 1.0");
        FocalLogisticRegressionModel model =
                new FocalLogisticRegression().setLabelSmoothing(0.1).fit(data);
        assertThat(model.intercept()).isFinite().isPositive();
        Vector probability = model.predictProbability(data.head().getAs("features"));
        assertThat(probability.apply(1)).isGreaterThan(1 - 1e-6);
    }

    static Stream<Named<Consumer<FocalLogisticRegression>>> losses() {
        return Stream.of(
                Named.of(
                        "poly1Focal",
                        (FocalLogisticRegression e) -> e.setLoss("poly1Focal").setPolyEpsilon(3)),
                Named.of("smoothed", (FocalLogisticRegression e) -> e.setLabelSmoothing(0.2)),
                Named.of("reduced", (FocalLogisticRegression e) -> e.setReducedThreshold(0.4)),
                Named.of("normalized", (FocalLogisticRegression e) -> e.setNormalized(true)),
                Named.of(
                        "normalized, reduced, smoothed",
                        (FocalLogisticRegression e) ->
                                e.setNormalized(true).setReducedThreshold(0.5).setLabelSmoothing(0.1)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void survivesSaveAndLoadInEveryFamily(Consumer<FocalLogisticRegression> option, @TempDir Path folder)
            throws Exception {
        for (String family : List.of("binomial", "multinomial", "ovr")) {
            Dataset<Row> data = family.equals("binomial") ? ReferenceData.dense() : ReferenceData.threeClasses();
            FocalLogisticRegression estimator =
                    new FocalLogisticRegression().setFamily(family).setRegParam(0.01);
            option.accept(estimator);
            FocalLogisticRegressionModel model = estimator.fit(data);
            assertThat(model.summary().objectiveHistory()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
            String path = folder.resolve(family).toString();
            model.save(path);
            assertThat(FocalLogisticRegressionModel.load(path).transform(data).collectAsList())
                    .isEqualTo(model.transform(data).collectAsList());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reducedAndNormalizedLossesHaveNoWayBackToProbabilities(boolean normalized) {
        FocalLogisticRegression estimator = new FocalLogisticRegression();
        FocalLogisticRegression changed =
                normalized ? estimator.setNormalized(true) : estimator.setReducedThreshold(0.5);
        FocalLogisticRegressionModel model = changed.fit(ReferenceData.dense());
        Vector features = ReferenceData.dense().head().getAs("features");
        double margin = model.predictRaw(features).apply(1);
        assertThat(model.predictProbability(features).apply(1)).isCloseTo(1 / (1 + Math.exp(-margin)), within(1e-15));
        assertThat(model.summary().nonConvexShare()).isNaN();
        String what = normalized ? "normalized" : "reducedThreshold";
        for (String calibration : List.of("focal", "posterior")) {
            assertThatThrownBy(() -> changed.copy(ParamMap.empty())
                            .setCalibration(calibration)
                            .fit(ReferenceData.dense()))
                    .hasMessage("calibration '" + calibration
                            + "' needs a way back from margin to probability, which a loss with " + what
                            + " does not have. Set calibration to auto or none.");
            assertThatThrownBy(() -> model.copy(ParamMap.empty())
                            .setCalibration(calibration)
                            .transform(ReferenceData.dense()))
                    .hasMessageStartingWith("calibration '" + calibration + "' needs a way back");
        }
        assertThatThrownBy(() -> changed.copy(ParamMap.empty())
                        .setTargetPrior(new double[] {0.5, 0.5})
                        .fit(ReferenceData.dense()))
                .hasMessage(
                        "targetPrior ([0.5, 0.5]) needs calibrated probabilities, but calibration is 'auto', which is none"
                                + " for a reduced or normalized loss. Unset targetPrior.");
    }

    /** A grid over gamma has 0 in it, and log loss has a way back whatever its factor would be. */
    @Test
    void aReducedLossOfGammaZeroIsLogLossAndCalibrated() {
        FocalLogisticRegression estimator = new FocalLogisticRegression()
                .setGamma(0)
                .setReducedThreshold(0.5)
                .setCalibration("posterior")
                .setTargetPrior(new double[] {0.5, 0.5});
        FocalLogisticRegressionModel model = estimator.fit(ReferenceData.dense());
        estimator.clear(estimator.reducedThreshold());
        assertThat(model.coefficients())
                .isEqualTo(estimator.fit(ReferenceData.dense()).coefficients());
        assertThatThrownBy(() ->
                        estimator.setReducedThreshold(0.5).setGammaPositive(1).fit(ReferenceData.dense()))
                .hasMessageStartingWith("calibration 'posterior' needs a way back");
    }

    @Test
    void refusesFactorsOfLossesThatHaveNone() {
        for (String loss : List.of("convexFocal", "poly1Focal")) {
            FocalLogisticRegression estimator = new FocalLogisticRegression().setLoss(loss);
            assertThatThrownBy(() -> estimator
                            .copy(ParamMap.empty())
                            .setReducedThreshold(0.25)
                            .fit(ReferenceData.dense()))
                    .hasMessage("reducedThreshold (0.25) reduces the factor (1 - p)^gamma, which loss '" + loss
                            + "' does not have. Unset reducedThreshold, or set loss to focal.");
            assertThatThrownBy(() ->
                            estimator.copy(ParamMap.empty()).setNormalized(true).fit(ReferenceData.dense()))
                    .hasMessage("normalized divides by the sum of the factors (1 - p)^gamma, which loss '" + loss
                            + "' does not have. Set normalized to false, or loss to focal.");
        }
    }

    @Test
    void aModelTrainedWithoutWeightForOneClassHasNoPosterior() {
        FocalLogisticRegressionModel model =
                new FocalLogisticRegression().setAlpha(1).setMaxIter(3).fit(ReferenceData.dense());
        assertThatThrownBy(() -> model.setCalibration("posterior").transform(ReferenceData.dense()))
                .hasMessage(
                        "calibration 'posterior' needs class weights > 0, but the model was trained with [0.0, 1.0] (an"
                                + " alpha of 0 or 1). Set calibration to focal or none, or train with weight on both classes.");
    }

    @Test
    void refusesSmoothedLabelsWithoutWeightForOneClass() {
        assertThatThrownBy(() -> new FocalLogisticRegression()
                        .setAlpha(1)
                        .setLabelSmoothing(0.1)
                        .fit(ReferenceData.dense()))
                .hasMessage(
                        "labelSmoothing (0.1) gives every row a share of both classes, but alpha (1.0) gives one class no"
                                + " weight: the loss would have no minimum. Choose alpha strictly between 0 and 1.");
    }

    @Test
    void saysThatAllRowsWereIgnored() {
        assertThatThrownBy(() -> new FocalLogisticRegression()
                        .setIgnoreLabel(1)
                        .fit(ReferenceData.dense().filter("label = 1.0")))
                .hasMessage(
                        "ML algorithm was given empty dataset. Rows whose label is ignoreLabel (1.0) do not count.");
    }

    private static Dataset<Row> weightedBySmoothedPosterior(double smoothing, double alpha) {
        Random random = new Random(21);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            double[] x = {2 * random.nextDouble() - 1, 2 * random.nextDouble() - 1};
            // margins within +-0.6, so that the posterior stays inside (0, 1)
            double margin = 0.4 * x[0] - 0.2 * x[1];
            double smoothed = 1 / (1 + Math.exp(-(margin + Math.log((1 - alpha) / alpha))));
            double eta = (smoothed - smoothing / 2) / (1 - smoothing);
            rows.add(RowFactory.create(1.0, eta, Vectors.dense(x)));
            rows.add(RowFactory.create(0.0, 1 - eta, Vectors.dense(x)));
        }
        return ReferenceData.frame(rows);
    }
}
