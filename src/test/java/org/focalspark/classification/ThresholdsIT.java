package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.param.ParamMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.focalspark.testkit.StageParams;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of {@code threshold} and {@code thresholds}, which are those of Spark's LogisticRegression. */
class ThresholdsIT {
    private static final double ABS_1E_15 = 1e-15;

    private static final Map<String, ?> CONFLICT = Map.of("threshold", 0.3, "thresholds", new double[] {0.5, 0.5});
    private static final Map<String, ?> AGREEMENT = Map.of("threshold", 0.25, "thresholds", new double[] {0.75, 0.25});

    private static FocalLogisticRegressionModel fitted;
    private static LogisticRegressionModel sparks;

    @BeforeAll
    static void fit() {
        fitted = quick().fit(ReferenceData.dense());
        sparks = new LogisticRegression().setRegParam(0.1).setTol(1e-2).fit(ReferenceData.dense());
    }

    @Test
    void settingOneClearsTheOther() {
        FocalLogisticRegression estimator = quick().setThreshold(0.3).setThresholds(new double[] {0.6, 0.4});
        assertThat(estimator.isSet(estimator.threshold())).isFalse();
        estimator.setThreshold(0.2);
        assertThat(estimator.isSet(estimator.thresholds())).isFalse();
        FocalLogisticRegressionModel model = copy().setThreshold(0.3).setThresholds(new double[] {0.6, 0.4});
        assertThat(model.isSet(model.threshold())).isFalse();
        model.setThreshold(0.2);
        assertThat(model.isSet(model.thresholds())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "0.9, 0.1", "0.2, 0.6", "3.0, 1.0", "0.0, 1.0", "1.0, 0.0"})
    void thresholdsAmountToTheThresholdOfSpark(double negative, double positive) {
        double[] thresholds = {negative, positive};
        FocalLogisticRegression estimator = quick().setThresholds(thresholds);
        double expected = new LogisticRegression().setThresholds(thresholds).getThreshold();
        assertThat(expected).isCloseTo(positive / (negative + positive), within(ABS_1E_15));
        assertThat(estimator.getThreshold()).isEqualTo(expected);
        assertThat(copy().setThresholds(thresholds).getThreshold()).isEqualTo(expected);
        assertThat(estimator.fit(ReferenceData.dense()).getThreshold()).isEqualTo(expected);
        assertThat(estimator.getThresholds()).containsExactly(thresholds);
    }

    @ParameterizedTest
    @CsvSource({"0.0", "0.1", "0.5", "1.0"})
    void thresholdAmountsToTheThresholdsOfSpark(double threshold) {
        double[] expected = new LogisticRegression().setThreshold(threshold).getThresholds();
        assertThat(quick().setThreshold(threshold).getThresholds()).containsExactly(expected);
        assertThat(copy().setThreshold(threshold).getThresholds()).containsExactly(expected);
    }

    /** At gamma = 0 and on the same margins, so that only the rule of decision can differ. */
    @ParameterizedTest
    @CsvSource({"0.0", "0.2", "0.5", "0.8", "1.0"})
    void decidesAsSparkDoes(double threshold) {
        FocalLogisticRegressionModel model = copy().setThreshold(threshold);
        sparks.setThreshold(threshold);
        assertThat(ExactValues.of(model.transform(ReferenceData.dense()), "prediction"))
                .isEqualTo(ExactValues.of(sparks.transform(ReferenceData.dense()), "prediction"));
    }

    @Test
    void contradictionIsRefusedBeforeAnythingRuns() {
        assertContradiction(() -> quick().fit(ReferenceData.dense(), StageParams.map(quick(), CONFLICT)));
        FocalLogisticRegression estimator = quick().copy(StageParams.map(quick(), CONFLICT));
        assertContradiction(() -> estimator.transformSchema(ReferenceData.SCHEMA));
        assertContradiction(estimator::getThreshold);
        assertContradiction(estimator::getThresholds);
        FocalLogisticRegressionModel model = fitted.copy(StageParams.map(fitted, CONFLICT));
        assertContradiction(model::getThreshold);
        assertContradiction(model::getThresholds);
    }

    @Test
    void contradictionIsRefusedByTheModelBeforeAnythingRuns() {
        FocalLogisticRegressionModel fitted = new FocalLogisticRegression().fit(ReferenceData.dense());
        ParamMap conflict = StageParams.map(fitted, Map.of("threshold", 0.3, "thresholds", new double[] {0.5, 0.5}));
        assertThatThrownBy(() -> fitted.transform(ReferenceData.dense(), conflict))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contradict each other");
    }

    @Test
    void agreeingThresholdAndThresholdsAreTaken() {
        FocalLogisticRegressionModel model = quick().fit(ReferenceData.dense(), StageParams.map(quick(), AGREEMENT));
        assertThat(model.getThreshold()).isEqualTo(0.25);
        assertThat(ExactValues.of(model.transform(ReferenceData.dense()), "prediction"))
                .isEqualTo(ExactValues.of(copy().setThreshold(0.25).transform(ReferenceData.dense()), "prediction"));
    }

    @Test
    void threeThresholdsAreRefused() {
        FocalLogisticRegressionModel model = copy().setThresholds(new double[] {0.2, 0.3, 0.5});
        assertThatThrownBy(() -> model.transform(ReferenceData.dense())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(model::getThreshold)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("thresholds must hold 2 values for a binary model, but was [0.2, 0.3, 0.5].");
    }

    private static void assertContradiction(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold (0.3) and thresholds ([0.5, 0.5], which amount to a threshold of 0.5) contradict"
                        + " each other. Set one of them.");
    }

    private static FocalLogisticRegression quick() {
        return new FocalLogisticRegression("quick")
                .setGamma(0.0)
                .setRegParam(0.1)
                .setTol(1e-2);
    }

    private static FocalLogisticRegressionModel copy() {
        return fitted.copy(ParamMap.empty());
    }
}
