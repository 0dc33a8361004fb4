package org.focalspark.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.loss.Choice;
import org.focalspark.testkit.References;
import org.focalspark.testkit.SparkSessions;
import org.focalspark.testkit.StageParams;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against scikit-learn and numpy: reference/calibration_metrics*.csv. */
@Tag("once")
class CalibrationEvaluatorIT {
    /** Sums of 80 rows in another order. */
    private static final double REL_1E_13 = 1e-13;
    /** A gap between two means near 0.5 keeps fewer digits than the means. */
    private static final double ABS_1E_14 = 1e-14;

    private static final StructType SCHEMA = new StructType()
            .add("label", DataTypes.DoubleType)
            .add("probability", SQLDataTypes.VectorType())
            .add("weight", DataTypes.DoubleType);

    @ParameterizedTest
    @CsvSource({"binary/plain", "binary/weighted", "multiclass/plain", "multiclass/weighted"})
    void metricsAreThoseOfScikitLearn(String name) {
        List<References> rows = rows("calibration_metrics_expected.csv", name);
        assertThat(rows)
                .extracting(row -> row.text("metric"))
                .contains(Choice.texts(CalibrationMetric.class).toArray(String[]::new));
        for (References row : rows) {
            CalibrationEvaluator evaluator = evaluator(row, name).setMetricName(row.text("metric"));
            double expected = row.number("value");
            assertThat(evaluator.evaluate(data(name)))
                    .as(row.toString())
                    .isCloseTo(expected, within(REL_1E_13 * expected + ABS_1E_14));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "binary/plain, equalMass, 4",
        "binary/plain, equalWidth, 10",
        "binary/weighted, equalMass, 4",
        "binary/weighted, equalMass, 10",
        "binary/weighted, equalWidth, 4",
        "multiclass/plain, equalMass, 10",
        "multiclass/weighted, equalMass, 4",
        "multiclass/weighted, equalWidth, 10"
    })
    void reliabilityTableIsNumpys(String name, String binning, int numBins) {
        List<References> expected = rows("calibration_metrics_bins.csv", name).stream()
                .filter(row -> row.text("binning").equals(binning) && row.number("bins") == numBins)
                .toList();
        List<Row> actual =
                evaluator(expected.get(0), name).reliability(data(name)).collectAsList();
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            References row = expected.get(i);
            assertThat(actual.get(i).<Integer>getAs("bin")).isEqualTo((int) row.number("bin"));
            assertThat(actual.get(i).<Long>getAs("rows")).isEqualTo((long) row.number("rows"));
            for (String column : List.of("lower", "upper", "weight", "meanPredicted", "observed")) {
                assertThat(actual.get(i).<Double>getAs(column))
                        .as("%s of %s", column, row)
                        .isCloseTo(row.number(column), within(REL_1E_13 * row.number(column)));
            }
        }
    }

    @Test
    void logLossIsInfiniteWhereTheRightClassHadNoProbability() {
        CalibrationEvaluator evaluator = new CalibrationEvaluator();
        assertThat(evaluator.evaluate(one(1.0, 1.0, 0.0))).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(evaluator.setMetricName("brier").evaluate(one(1.0, 1.0, 0.0)))
                .isEqualTo(1.0);
        assertThat(evaluator.isLargerBetter()).isFalse();
    }

    @Test
    void refusesBadRowsWithColumnRuleAndValue() {
        CalibrationEvaluator evaluator = new CalibrationEvaluator().setWeightCol("weight");
        assertThatThrownBy(() -> evaluator.evaluate(one(2.0, 0.5, 0.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Column 'label' must hold class indices from 0 to 1, one for each entry of column"
                        + " 'probability', but found 2.0. Index the labels first, for example with StringIndexer.");
        assertThatThrownBy(() -> evaluator.reliability(one(1.0, -3.0, 3.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Column 'probability' must hold probabilities in [0, 1], but found -3.0. Set probabilityCol to"
                                + " the column of probabilities, not of raw predictions.");
        assertThatThrownBy(() ->
                        evaluator.evaluate(one(1.0, 0.5, 0.5).selectExpr("label", "probability", "-weight weight")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Column 'weight' must hold weights >= 0 and finite, but found -1.0. Drop or mend these rows"
                        + " first.");
        assertThatThrownBy(() -> evaluator.evaluate(one(1.0, 0.5, 0.5).limit(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Calibration needs at least one row with positive weight");
        assertThatThrownBy(() -> evaluator.evaluate(one(1.0, 0.5, 0.5).union(one(1.0, 0.5, 0.25, 0.25))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Column 'probability' has vectors of size 2 and 3; all rows must have the same size.");
        assertThatThrownBy(() -> evaluator.setNumBins(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("numBins must be >= 1, but was 0.");
    }

    @Test
    void keepsItsParamsWhenSavedAndCopied(@TempDir Path folder) throws IOException {
        CalibrationEvaluator evaluator = new CalibrationEvaluator()
                .setLabelCol("l")
                .setWeightCol("w")
                .setProbabilityCol("p")
                .setMetricName("ece")
                .setNumBins(7)
                .setBinning("equalWidth");
        assertThat(evaluator.params()).allMatch(evaluator::isSet);
        assertThat(evaluator.params()).allMatch(param -> param.parent().equals(evaluator.uid()));
        evaluator.save(folder.resolve("evaluator").toString());
        CalibrationEvaluator loaded =
                CalibrationEvaluator.load(folder.resolve("evaluator").toString());
        StageParams.assertSameStage(loaded, evaluator);
        StageParams.assertSameStage(evaluator.copy(StageParams.map(evaluator, Map.of())), evaluator);
    }

    private static CalibrationEvaluator evaluator(References row, String name) {
        CalibrationEvaluator evaluator = new CalibrationEvaluator();
        if (name.endsWith("weighted")) {
            evaluator.setWeightCol("weight");
        }
        if (!row.text("binning").isEmpty()) {
            evaluator.setBinning(row.text("binning")).setNumBins((int) row.number("bins"));
        }
        return evaluator;
    }

    private static List<References> rows(String file, String name) {
        return References.read(file).stream()
                .filter(row -> row.text("case").equals(name))
                .toList();
    }

    private static Dataset<Row> one(double label, double... probabilities) {
        return frame(List.of(RowFactory.create(label, Vectors.dense(probabilities), 1.0)));
    }

    private static Dataset<Row> data(String name) {
        List<Row> rows = new ArrayList<>();
        for (References row : References.read("calibration_metrics.csv")) {
            if (name.startsWith(row.text("kind"))) {
                rows.add(RowFactory.create(
                        row.number("label"), Vectors.dense(row.numbers("probability")), row.number("weight")));
            }
        }
        return frame(rows).repartition(3);
    }

    private static Dataset<Row> frame(List<Row> rows) {
        return SparkSessions.shared().createDataFrame(rows, SCHEMA);
    }
}
