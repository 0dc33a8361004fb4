package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.focalspark.testkit.References;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calibration map against margins that mpmath found by minimizing the expected loss itself. */
class BinaryCalibrationTest {
    private static final double ABS_1E_9 = 1e-9;
    private static final double REL_1E_12 = 1e-12;

    private static final List<References> TABLE = References.read("calibration.csv");

    @Test
    void recoversThePosteriorFromTheMinimiserOfTheExpectedLoss() {
        assertThat(TABLE).hasSizeGreaterThan(100);
        for (References row : TABLE) {
            double eta = row.number("eta");
            double logOdds = calibration(row).posteriorLogOdds(row.number("margin"));
            assertThat(Sigmoid.of(logOdds)).as("%s", row).isCloseTo(eta, within(ABS_1E_9));
            double exact = Math.log(eta) - Math.log1p(-eta);
            assertThat(logOdds).as("%s", row).isCloseTo(exact, within(REL_1E_12 * Math.max(1, Math.abs(exact))));
        }
    }

    @Test
    void findsTheMarginOfClassWeightedLogOdds() {
        for (References row : TABLE) {
            double eta = row.number("eta");
            double odds = eta * row.number("weight_positive") / ((1 - eta) * row.number("weight_negative"));
            double margin = row.number("margin");
            assertThat(calibration(row).marginOf(Math.log(odds)))
                    .as("%s", row)
                    .isCloseTo(margin, within(ABS_1E_9 * Math.max(1, Math.abs(margin))));
        }
    }

    /** What sigmoid(margin) reads at gamma = 2, as docs/numerics.md has it. */
    @ParameterizedTest
    @CsvSource({"0.001, 0.073", "0.01, 0.154", "0.1, 0.306"})
    void theBareSigmoidReadsFarTooHigh(double truth, double reads) {
        FocalLoss side = new FocalLoss(2.0);
        double margin = new BinaryLoss(side, side, 1, 1).calibration().marginOf(Math.log(truth / (1 - truth)));
        assertThat(Sigmoid.of(margin)).isCloseTo(reads, within(5e-4));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.5, 1.0, 2.0, 5.0})
    void keepsInfiniteMarginsInfinite(double gamma) {
        FocalLoss side = new FocalLoss(gamma);
        BinaryCalibration map = new BinaryLoss(side, side, 0.25, 0.75).calibration();
        for (double infinity : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(map.focalLogOdds(infinity)).isEqualTo(infinity);
            assertThat(map.posteriorLogOdds(infinity)).isEqualTo(infinity);
            assertThat(map.marginOf(infinity)).isEqualTo(infinity);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1.0, 2.0, 5.0})
    void isOddAndIncreasingAndFiniteForFiniteMargins(double gamma) {
        FocalLoss side = new FocalLoss(gamma);
        BinaryCalibration map = new BinaryLoss(side, side, 1, 1).calibration();
        double before = Double.NEGATIVE_INFINITY;
        for (double margin = -1e4; margin <= 1e4; margin += Math.abs(margin) < 50 ? 0.01 : 10) {
            double logOdds = map.focalLogOdds(margin);
            assertThat(logOdds).isFinite().isGreaterThan(before).isEqualTo(-map.focalLogOdds(-margin));
            before = logOdds;
        }
    }

    @Test
    void isExactlyTheIdentityWhenGammaIsZero() {
        FocalLoss side = new FocalLoss(0.0);
        BinaryCalibration map = new BinaryLoss(side, side, 1, 1).calibration();
        for (double margin = -800; margin < 800; margin += 0.7) {
            assertThat(map.focalLogOdds(margin)).isEqualTo(margin);
            assertThat(map.posteriorLogOdds(margin)).isEqualTo(margin);
            assertThat(map.marginOf(margin)).isEqualTo(margin);
        }
    }

    @Test
    void theModesUndoNothingOrTheFocusingOrTheClassWeightsToo() {
        for (References row : TABLE) {
            double margin = row.number("margin");
            double eta = row.number("eta");
            double positive = eta * row.number("weight_positive");
            double negative = (1 - eta) * row.number("weight_negative");
            assertProbabilities(row, Calibration.Mode.NONE, 1 / (1 + Math.exp(-margin)));
            assertProbabilities(row, Calibration.Mode.FOCAL, positive / (positive + negative));
            assertProbabilities(row, Calibration.Mode.POSTERIOR, eta);
        }
    }

    private static void assertProbabilities(References row, Calibration.Mode mode, double expected) {
        double[] probabilities = new double[2];
        Calibration map = calibration(row);
        map.probabilities(new double[] {row.number("margin")}, mode, probabilities);
        assertThat(map.numClasses()).isEqualTo(2);
        assertThat(probabilities)
                .as("%s, %s", mode, row)
                .containsExactly(new double[] {1 - expected, expected}, within(ABS_1E_9));
    }

    @Test
    void sigmoidKeepsBothTails() {
        assertThat(Sigmoid.of(-60)).isCloseTo(8.756510762696520e-27, within(1e-41));
        assertThat(Sigmoid.of(-740)).isPositive();
        assertThat(Sigmoid.of(60)).isEqualTo(1.0);
        assertThat(Sigmoid.of(0)).isEqualTo(0.5);
        assertThat(Sigmoid.of(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Sigmoid.of(Double.POSITIVE_INFINITY)).isEqualTo(1.0);
    }

    private static BinaryCalibration calibration(References row) {
        return new BinaryLoss(
                        new FocalLoss(row.number("gamma_negative")),
                        new FocalLoss(row.number("gamma_positive")),
                        row.number("weight_negative"),
                        row.number("weight_positive"))
                .calibration();
    }
}
