package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.data.Offset;
import org.focalspark.testkit.References;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against scikit-learn: src/test/reference/metrics.py. */
class HeldOutMetricsIT {
    /** Rounding of sums over 60 rows. */
    private static final Offset<Double> ABS_1E_13 = within(1e-13);

    private static final List<References> ROWS = References.read("held_out_metrics.csv");

    private static final Map<String, ToDoubleFunction<HeldOutMetrics>> METRICS = Map.ofEntries(
            Map.entry("rows", HeldOutMetrics::rows),
            Map.entry("positives", HeldOutMetrics::positives),
            Map.entry("prAuc", HeldOutMetrics::prAuc),
            Map.entry("rocAuc", HeldOutMetrics::rocAuc),
            Map.entry("logLoss", HeldOutMetrics::logLoss),
            Map.entry("brierScore", HeldOutMetrics::brierScore),
            Map.entry("meanPredicted", HeldOutMetrics::meanPredicted),
            Map.entry("observedRate", HeldOutMetrics::observedRate),
            Map.entry("bestF1", metrics -> metrics.thresholds().bestF1()),
            Map.entry("bestF1Threshold", metrics -> metrics.thresholds().bestF1Threshold()),
            Map.entry("precisionAtBestF1", metrics -> metrics.thresholds().precisionAtBestF1()),
            Map.entry("recallAtBestF1", metrics -> metrics.thresholds().recallAtBestF1()),
            Map.entry("recallAtPrecision50", metrics -> metrics.thresholds().recallAtPrecision50()),
            Map.entry("recallAtPrecision90", metrics -> metrics.thresholds().recallAtPrecision90()));

    @ParameterizedTest
    @CsvSource({"plain, 1", "plain, 5", "weighted, 1", "weighted, 5"})
    void equalsScikitLearn(String column, int partitions) {
        HeldOutMetrics metrics = metrics(rows(column.equals("weighted")), partitions);

        for (References expected : References.read("held_out_metrics_expected.csv")) {
            String name = expected.text("metric");
            assertThat(METRICS.get(name).applyAsDouble(metrics)).as(name).isCloseTo(expected.number(column), ABS_1E_13);
        }
    }

    @Test
    void namesEveryMetricOfTheReference() {
        assertThat(References.read("held_out_metrics_expected.csv"))
                .extracting(row -> row.text("metric"))
                .containsExactlyInAnyOrderElementsOf(METRICS.keySet());
    }

    @Test
    void certainErrorHasInfiniteLogLossAndNoPrecision() {
        HeldOutMetrics metrics =
                metrics(List.of(new ScoredRow(1.0, 0.0, 1.0, 1.0), new ScoredRow(0.0, 1.0, 0.0, 1.0)), 1);

        assertThat(metrics.logLoss()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(metrics.brierScore()).isEqualTo(1.0);
        assertThat(metrics.thresholds().recallAtPrecision90()).isZero();
        assertThat(metrics.thresholds().recallAtPrecision50()).isEqualTo(1.0);
    }

    @Test
    void complementIsNotOneMinusProbability() {
        HeldOutMetrics metrics =
                metrics(List.of(new ScoredRow(0.0, 1.0, 1e-26, 1.0), new ScoredRow(1.0, 1.0, 1e-26, 1.0)), 1);

        assertThat(metrics.logLoss()).isCloseTo(-Math.log(1e-26) / 2.0, ABS_1E_13);
    }

    private static List<ScoredRow> rows(boolean weighted) {
        return ROWS.stream()
                .map(row -> new ScoredRow(
                        row.number("label"),
                        row.number("probability"),
                        1.0 - row.number("probability"),
                        weighted ? row.number("weight") : 1.0))
                .collect(Collectors.toList());
    }

    private static HeldOutMetrics metrics(List<ScoredRow> rows, int partitions) {
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());
        JavaRDD<ScoredRow> distributed = context.parallelize(rows, partitions);
        return HeldOutMetrics.of(distributed);
    }
}
