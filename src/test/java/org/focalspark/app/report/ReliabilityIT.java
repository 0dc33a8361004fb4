package org.focalspark.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.focalspark.testkit.References;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against numpy (src/test/reference/calibration_metrics.py) and SciPy (report_curves.py). */
class ReliabilityIT {
    /** Rounding of means over 80 rows. */
    private static final Offset<Double> ABS_1E_12 = within(1e-12);

    private static List<RowScores> rows(boolean weighted) {
        return References.read("calibration_metrics.csv").stream()
                .filter(row -> row.text("kind").equals("binary"))
                .map(row -> Sketches.row(
                        row.number("label"), row.numbers("probability")[1], weighted ? row.number("weight") : 1.0))
                .collect(Collectors.toList());
    }

    @ParameterizedTest
    @CsvSource({"plain, 4", "plain, 10", "weighted, 4", "weighted, 10"})
    void binsAreThoseOfTheReference(String column, int numBins) {
        Reliability reliability =
                Reliability.of(Sketches.of(rows(column.equals("weighted")), ScoreGrid.of(64), 3), numBins);
        List<References> expected = References.read("calibration_metrics_bins.csv").stream()
                .filter(row -> row.text("case").equals("binary/" + column)
                        && row.text("binning").equals("equalMass")
                        && row.text("bins").equals(Integer.toString(numBins)))
                .toList();

        assertThat(expected).isNotEmpty();
        assertThat(reliability.bins()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Reliability.Bin bin = reliability.bins().get(i);
            assertThat(bin.rows()).isEqualTo((long) expected.get(i).number("rows"));
            assertThat(bin.weight()).isCloseTo(expected.get(i).number("weight"), ABS_1E_12);
            assertThat(bin.predicted()).isCloseTo(expected.get(i).number("meanPredicted"), ABS_1E_12);
            assertThat(bin.observed()).isCloseTo(expected.get(i).number("observed"), ABS_1E_12);
        }
    }

    @ParameterizedTest
    @CsvSource({"plain, 4", "weighted, 10"})
    void errorIsThatOfTheReference(String column, int numBins) {
        double expected = References.read("calibration_metrics_expected.csv").stream()
                .filter(row -> row.text("case").equals("binary/" + column)
                        && row.text("metric").equals("ece")
                        && row.text("binning").equals("equalMass")
                        && row.text("bins").equals(Integer.toString(numBins)))
                .findFirst()
                .orElseThrow()
                .number("value");

        assertThat(Reliability.of(Sketches.of(rows(column.equals("weighted")), ScoreGrid.of(64), 3), numBins)
                        .error())
                .isCloseTo(expected, ABS_1E_12);
    }

    @Test
    void intervalsAreThoseOfSciPyWhateverTheUnitOfTheWeights() {
        for (References row : References.read("report_intervals.csv")) {
            List<RowScores> rows = new ArrayList<>();
            for (int i = 0; i < row.number("rows"); i++) {
                rows.add(Sketches.row(i < row.number("hits") ? 1.0 : 0.0, 0.3, 2.5));
            }
            Reliability.Bin bin = Reliability.of(Sketches.of(rows, ScoreGrid.of(64), 2), 10)
                    .bins()
                    .get(0);

            assertThat(bin.low()).isCloseTo(row.number("low"), ABS_1E_12);
            assertThat(bin.high()).isCloseTo(row.number("high"), ABS_1E_12);
        }
    }
}
