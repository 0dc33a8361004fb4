package org.focalspark.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.focalspark.testkit.References;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against scikit-learn: src/test/reference/report_curves.py and metrics.py, whose scores lie in bins of their own. */
class ScoreSketchIT {
    /** Rounding of sums over 60 rows, and of shares that scikit-learn gives instead of weights. */
    private static final Offset<Double> ABS_1E_12 = within(1e-12);

    private static List<References> expected(String file, String column) {
        return References.read(file).stream()
                .filter(row -> row.text("case").equals(column))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"plain, 1", "plain, 7", "weighted, 1", "weighted, 7"})
    void curvesAreThoseOfScikitLearn(String column, int partitions) {
        ScoreSketch sketch = Sketches.of(Sketches.heldOut(column.equals("weighted")), ScoreGrid.of(64), partitions);
        List<References> expected = expected("report_curves.csv", column);

        assertThat(sketch.cuts()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(sketch.cuts().get(i).hits()).isCloseTo(expected.get(i).number("hits"), ABS_1E_12);
            assertThat(sketch.cuts().get(i).others()).isCloseTo(expected.get(i).number("others"), ABS_1E_12);
        }
    }

    @ParameterizedTest
    @CsvSource({"plain", "weighted"})
    void rowsAboveAThresholdAreExactOnTheCoarsestGrid(String column) {
        List<References> expected = expected("report_thresholds.csv", column);
        double[] thresholds =
                expected.stream().mapToDouble(row -> row.number("threshold")).toArray();
        ScoreSketch sketch = Sketches.of(Sketches.heldOut(column.equals("weighted")), ScoreGrid.of(1, thresholds), 3);

        for (References row : expected) {
            ScoreSketch.Cut cut = sketch.above(row.number("threshold"));
            assertThat(cut.hits()).isCloseTo(row.number("hits"), ABS_1E_12);
            assertThat(cut.others()).isCloseTo(row.number("others"), ABS_1E_12);
        }
    }

    @ParameterizedTest
    @CsvSource({"plain", "weighted"})
    void areaIsThatOfScikitLearn(String column) {
        double expected = References.read("held_out_metrics_expected.csv").stream()
                .filter(row -> row.text("metric").equals("prAuc"))
                .findFirst()
                .orElseThrow()
                .number(column);

        assertThat(Sketches.of(Sketches.heldOut(column.equals("weighted")), ScoreGrid.of(64), 3)
                        .prArea())
                .isCloseTo(expected, ABS_1E_12);
    }

    @Test
    void rowsWithoutWeightOrScoreDoNotCount() {
        ScoreSketch sketch = Sketches.of(
                Sketches.row(1.0, 0.9, 0.0), Sketches.row(1.0, Double.NaN, 1.0), Sketches.row(0.0, 0.0, 2.0));

        assertThat(sketch.all()).isEqualTo(new ScoreSketch.Cut(0.0, 0.0, 2.0));
        assertThat(sketch.cuts()).containsExactly(new ScoreSketch.Cut(0.0, 0.0, 2.0));
        assertThat(sketch.prArea()).isNaN();
    }
}
