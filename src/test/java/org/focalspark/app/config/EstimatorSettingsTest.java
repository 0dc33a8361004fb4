package org.focalspark.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.testkit.StageParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EstimatorSettingsTest {
    /** Columns that the job sets, and bounds, which are no values of a configuration. */
    private static final Set<String> NOT_IN_A_CONFIGURATION = Set.of(
            "featuresCol",
            "labelCol",
            "lowerBoundsOnCoefficients",
            "lowerBoundsOnIntercepts",
            "upperBoundsOnCoefficients",
            "upperBoundsOnIntercepts");

    /** Values of the params for which {@link StageParams#otherValues} has none; not used. */
    private static final Map<String, ?> BOUNDS =
            NOT_IN_A_CONFIGURATION.stream().collect(Collectors.toMap(name -> name, name -> ""));

    @TempDir
    Path folder;

    private EstimatorSettings read(String text, Map<String, String> overrides) {
        return JobFile.read(folder, JobFile.SMALLEST + text, overrides).estimator();
    }

    static Stream<String> params() {
        return StageParams.names(new FocalLogisticRegression()).stream()
                .filter(name -> !NOT_IN_A_CONFIGURATION.contains(name));
    }

    @ParameterizedTest
    @MethodSource("params")
    void everyParamOfTheEstimatorCanBeSetByItsName(String name) {
        Object value =
                StageParams.otherValues(new FocalLogisticRegression(), BOUNDS).get(name);
        String text = value instanceof double[] numbers ? Arrays.toString(numbers) : value.toString();
        FocalLogisticRegression estimator =
                read("estimator { " + name + " = " + text + " }", Map.of()).estimator("focal");

        assertThat(estimator.params())
                .filteredOn(estimator::isSet)
                .extracting(Param::name)
                .containsExactly(name);
        assertThat(estimator.getOrDefault(estimator.getParam(name))).isEqualTo(value);
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
                        + " Known here: " + params().collect(Collectors.joining(", ")) + ".");
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
