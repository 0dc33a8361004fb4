package org.focalspark.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.param.Param;
import org.focalspark.classification.FocalLogisticRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimatorSettingsTest {
    private static final String ALL_PARAMS = """
            estimator {
              gamma = 0.5, alpha = 0.25, family = binomial, calibration = none, handleInvalid = keep, weightCol = w, regParam = 0.125
              standardization = false, fitIntercept = false, maxIter = 7, tol = 1e-9, aggregationDepth = 3
              maxBlockSizeInMB = 2, threshold = 0.75, loss = convexFocal, gammaPositive = 1, gammaNegative = 3
              classWeightMode = none, beta = 0.5, ignoreLabel = -1, polyEpsilon = 2
              reducedThreshold = 0.5, normalized = true, labelSmoothing = 0.1, elasticNetParam = 0.5, initialModelPath = m, predictionCol = p, probabilityCol = q, rawPredictionCol = r
            }
            """;

    @TempDir
    Path folder;

    private EstimatorSettings read(String text, Map<String, String> overrides) {
        return JobFile.read(folder, JobFile.SMALLEST + text, overrides).estimator();
    }

    @Test
    void everyParamOfTheEstimatorCanBeSetByItsName() {
        FocalLogisticRegression estimator = read(ALL_PARAMS, Map.of()).estimator("focal");
        Set<String> unset = new TreeSet<>();
        Arrays.stream(estimator.params())
                .filter(param -> !estimator.isSet(param))
                .map(Param::name)
                .forEach(unset::add);

        assertThat(unset)
                .containsExactly(
                        "alphas",
                        "classWeights",
                        "featuresCol",
                        "gammas",
                        "labelCol",
                        "lowerBoundsOnCoefficients",
                        "lowerBoundsOnIntercepts",
                        "targetPrior",
                        "thresholds",
                        "upperBoundsOnCoefficients",
                        "upperBoundsOnIntercepts");
        assertThat(estimator.getGamma()).isEqualTo(0.5);
        assertThat(estimator.getAlpha()).isEqualTo(0.25);
        assertThat(estimator.getFamily()).isEqualTo("binomial");
        assertThat(estimator.getCalibration()).isEqualTo("none");
        assertThat(estimator.getRegParam()).isEqualTo(0.125);
        assertThat(estimator.getStandardization()).isFalse();
        assertThat(estimator.getMaxIter()).isEqualTo(7);
        assertThat(estimator.getThreshold()).isEqualTo(0.75);
        assertThat(estimator.uid()).isEqualTo("focal");
    }

    @Test
    void thresholdsAreAList() {
        FocalLogisticRegression estimator =
                read("estimator.thresholds = [0.25, 0.75]", Map.of()).estimator("focal");

        assertThat(estimator.getThresholds()).containsExactly(0.25, 0.75);
    }

    @Test
    void textsAreConverted() {
        FocalLogisticRegression estimator = read(
                        "", Map.of("estimator.gamma", "3", "estimator.maxIter", "9", "estimator.fitIntercept", "false"))
                .estimator("focal");

        assertThat(estimator.getGamma()).isEqualTo(3.0);
        assertThat(estimator.getMaxIter()).isEqualTo(9);
        assertThat(estimator.getFitIntercept()).isFalse();
    }

    @Test
    void weightColIsKnown() {
        assertThat(read("estimator.weightCol = w", Map.of()).weightCol()).contains("w");
        assertThat(read("", Map.of()).weightCol()).isEmpty();
    }

    @Test
    void unknownParamIsRefusedWithAllNames() {
        assertThatThrownBy(() -> read("", Map.of("estimator.regparam", "0.1")))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Unknown param 'estimator.regparam' (given on the command line). Did you mean 'regParam'?"
                        + " Known here: aggregationDepth, alpha, alphas, beta, calibration, classWeightMode,"
                        + " classWeights, elasticNetParam, family, fitIntercept, gamma, gammaNegative, gammaPositive, gammas,"
                        + " handleInvalid, ignoreLabel, initialModelPath, labelSmoothing, loss, maxBlockSizeInMB, maxIter, normalized, polyEpsilon,"
                        + " predictionCol, probabilityCol, rawPredictionCol, reducedThreshold, regParam, standardization,"
                        + " targetPrior, threshold, thresholds, tol, weightCol.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    gamma       | -1   | estimator.gamma (given on the command line) is refused: gamma must be >= 0 and finite, but was -1.0.
                    gamma       | much | estimator.gamma must be a number, but was 'much' (given on the command line).
                    maxIter     | 1.5  | estimator.maxIter must be a whole number, but was '1.5' (given on the command line).
                    family      | poisson  | estimator.family (given on the command line) is refused: family must be one of auto, binomial, multinomial, ovr, but was poisson.
                    thresholds  | 0.5  | estimator.thresholds must be a list of numbers, but was '0.5' (given on the command line).
                    labelCol    | y    | estimator.labelCol (given on the command line) is set by the job itself; name columns in label.column and features.
                    featuresCol | x    | estimator.featuresCol (given on the command line) is set by the job itself; name columns in label.column and features.
                    """)
    void refusesInOneSentence(String param, String value, String sentence) {
        assertThatThrownBy(() -> read("", Map.of("estimator." + param, value)))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage(sentence);
    }

    @Test
    void thresholdAndThresholdsExcludeEachOther() {
        assertThatThrownBy(() -> read("estimator { threshold = 0.5, thresholds = [0.5, 0.5] }", Map.of()))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("estimator.threshold and estimator.thresholds must not both be set.");
    }
}
