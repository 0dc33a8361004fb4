package org.focalspark.app.metrics;

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
class BinaryMetricsIT {
    /** Rounding of sums over 60 rows. */
    private static final Offset<Double> ABS_1E_13 = within(1e-13);

    private static final List<References> ROWS = References.read("held_out_metrics.csv");

    private static final Map<String, ToDoubleFunction<BinaryMetrics>> METRICS = Map.ofEntries(
            Map.entry("rows", BinaryMetrics::rows),
            Map.entry("positives", BinaryMetrics::positives),
            Map.entry("prAuc", BinaryMetrics::prAuc),
            Map.entry("rocAuc", BinaryMetrics::rocAuc),
            Map.entry("logLoss", BinaryMetrics::logLoss),
            Map.entry("brierScore", BinaryMetrics::brierScore),
            Map.entry("meanPredicted", BinaryMetrics::meanPredicted),
            Map.entry("observedRate", BinaryMetrics::observedRate),
            Map.entry("bestF1", metrics -> metrics.thresholds().bestF1()),
            Map.entry("bestF1Threshold", metrics -> metrics.thresholds().bestF1Threshold()),
            Map.entry("precisionAtBestF1", metrics -> metrics.thresholds().precisionAtBestF1()),
            Map.entry("recallAtBestF1", metrics -> metrics.thresholds().recallAtBestF1()),
            Map.entry("recallAtPrecision50", metrics -> metrics.thresholds().recallAtPrecision50()),
            Map.entry("recallAtPrecision90", metrics -> metrics.thresholds().recallAtPrecision90()));

    @ParameterizedTest
    @CsvSource({"plain, 1", "plain, 5", "weighted, 1", "weighted, 5"})
    void equalsScikitLearn(String column, int partitions) {
        BinaryMetrics metrics = metrics(rows(column.equals("weighted")), partitions);

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
        BinaryMetrics metrics =
                metrics(List.of(new ScoredRow(1.0, 0.0, 1.0, 1.0), new ScoredRow(0.0, 1.0, 0.0, 1.0)), 1);

        assertThat(metrics.logLoss()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(metrics.brierScore()).isEqualTo(1.0);
        assertThat(metrics.thresholds().recallAtPrecision90()).isZero();
        assertThat(metrics.thresholds().recallAtPrecision50()).isEqualTo(1.0);
    }

    @Test
    void complementIsNotOneMinusProbability() {
        BinaryMetrics metrics =
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

    private static BinaryMetrics metrics(List<ScoredRow> rows, int partitions) {
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());
        JavaRDD<ScoredRow> distributed = context.parallelize(rows, partitions);
        return BinaryMetrics.of(distributed);
    }
}
