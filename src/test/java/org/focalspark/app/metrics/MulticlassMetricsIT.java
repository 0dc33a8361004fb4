package org.focalspark.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.data.Offset;
import org.focalspark.testkit.References;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against scikit-learn: src/test/reference/metrics.py. */
class MulticlassMetricsIT {
    /** Rounding of sums over 80 rows. */
    private static final Offset<Double> ABS_1E_13 = within(1e-13);

    private static final List<String> NAMES = List.of("a", "b", "c", "never predicted", "no rows", "neither");

    @ParameterizedTest
    @CsvSource({"plain, 1", "plain, 5", "weighted, 1", "weighted, 5"})
    void equalsScikitLearn(String column, int partitions) {
        Map<String, Double> metrics = byName(metrics(rows(column.equals("weighted")), NAMES, partitions));
        List<References> expected = References.read("multiclass_metrics_expected.csv");

        assertThat(metrics.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(row -> row.text("metric")).toList());
        for (References row : expected) {
            String name = row.text("metric");
            assertThat(metrics.get(name)).as(name).isCloseTo(row.number(column), ABS_1E_13);
        }
    }

    @Test
    void certainErrorHasInfiniteLogLossUnlessItHasNoWeight() {
        ClassifiedRow right = new ClassifiedRow(0, 0, 0.5, 2.0);

        assertThat(metrics(List.of(right, new ClassifiedRow(1, 0, 0.0, 1.0)), List.of("a", "b"), 1)
                        .logLoss())
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(metrics(List.of(right, new ClassifiedRow(1, 0, 0.0, 0.0)), List.of("a", "b"), 1)
                        .logLoss())
                .isCloseTo(Math.log(2.0), ABS_1E_13);
    }

    /** Under the names of the reference. */
    private static Map<String, Double> byName(MulticlassMetrics metrics) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("rows", (double) metrics.rows());
        values.put("accuracy", metrics.accuracy());
        values.put("macroPrecision", metrics.macroPrecision());
        values.put("macroRecall", metrics.macroRecall());
        values.put("macroF1", metrics.macroF1());
        values.put("logLoss", metrics.logLoss());
        for (int k = 0; k < NAMES.size(); k++) {
            MulticlassMetrics.OneClass one = metrics.classes().get(k);
            assertThat(one.name()).isEqualTo(NAMES.get(k));
            values.put("rows" + k, (double) one.rows());
            values.put("precision" + k, one.precision());
            values.put("recall" + k, one.recall());
            values.put("f1" + k, one.f1());
            for (int j = 0; j < NAMES.size(); j++) {
                values.put("confusion" + k + j, metrics.confusion().get(k).get(j));
            }
        }
        return values;
    }

    private static List<ClassifiedRow> rows(boolean weighted) {
        return References.read("multiclass_metrics.csv").stream()
                .map(row -> new ClassifiedRow(
                        (int) row.number("label"),
                        (int) row.number("prediction"),
                        row.numbers("probabilities")[(int) row.number("label")],
                        weighted ? row.number("weight") : 1.0))
                .collect(Collectors.toList());
    }

    private static MulticlassMetrics metrics(List<ClassifiedRow> rows, List<String> names, int partitions) {
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());
        return MulticlassMetrics.of(context.parallelize(rows, partitions), names);
    }
}
