package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.focalspark.testkit.References;
import org.junit.jupiter.api.Test;

/** The softmax calibration map against minimizers of the expected loss that mpmath found. */
class SoftmaxCalibrationTest {
    private static final double ABS_1E_9 = 1e-9;

    private static final List<References> TABLE = References.read("multiclass_calibration.csv").stream()
            .filter(row -> row.text("kind").equals("focal") && row.number("smoothing") == 0.0)
            .toList();

    @Test
    void recoversThePosteriorFromTheMinimiserOfTheExpectedLoss() {
        assertThat(TABLE).hasSizeGreaterThan(20);
        for (References row : TABLE) {
            double[] probabilities = probabilities(row, Calibration.Mode.POSTERIOR);
            assertThat(probabilities).as("%s", row).containsExactly(row.numbers("eta"), within(ABS_1E_9));
        }
    }

    @Test
    void withoutCalibrationItIsTheSoftmax() {
        for (References row : TABLE) {
            double[] probabilities = probabilities(row, Calibration.Mode.NONE);
            assertThat(probabilities).as("%s", row).containsExactly(row.numbers("probabilities"), within(1e-15));
        }
    }

    @Test
    void focalKeepsTheClassWeights() {
        for (References row : TABLE) {
            double[] eta = row.numbers("eta");
            double[] weights = row.numbers("class_weights");
            double sum = 0.0;
            for (int k = 0; k < eta.length; k++) {
                eta[k] *= weights[k];
                sum += eta[k];
            }
            double[] probabilities = probabilities(row, Calibration.Mode.FOCAL);
            for (int k = 0; k < eta.length; k++) {
                assertThat(probabilities[k]).as("%s", row).isCloseTo(eta[k] / sum, within(ABS_1E_9));
            }
        }
    }

    @Test
    void infiniteMarginsAreCertainty() {
        Calibration map = new SoftmaxFocalLoss(new double[] {2, 2, 2}, new double[] {1, 1, 1}).calibration();
        for (Calibration.Mode mode : Calibration.Mode.values()) {
            double[] probabilities = new double[3];
            map.probabilities(new double[] {0, Double.POSITIVE_INFINITY, 5}, mode, probabilities);
            assertThat(probabilities).containsExactly(0, 1, 0);
        }
    }

    @Test
    void isTheSoftmaxForLogLossAndKeepsSmallProbabilities() {
        Calibration map = new SoftmaxFocalLoss(new double[] {0, 0, 0}, new double[] {1, 1, 1}).calibration();
        double[] probabilities = new double[3];
        map.probabilities(new double[] {-60, 0, 0}, Calibration.Mode.FOCAL, probabilities);
        double expected = 8.756510762696521e-27 / 2;
        assertThat(probabilities[0]).isCloseTo(expected, within(1e-14 * expected));
        assertThat(probabilities[1]).isEqualTo(0.5);
    }

    @Test
    void extremeMarginsStayProbabilities() {
        Calibration map = new SoftmaxFocalLoss(new double[] {0, 2, 5}, new double[] {0.2, 1, 7}).calibration();
        for (double margin : new double[] {-1e4, -800, -40, 40, 800, 1e4}) {
            for (Calibration.Mode mode : Calibration.Mode.values()) {
                double[] probabilities = new double[3];
                map.probabilities(new double[] {margin, 0, -margin}, mode, probabilities);
                assertThat(probabilities).doesNotContain(Double.NaN);
                assertThat(probabilities[0] + probabilities[1] + probabilities[2])
                        .isCloseTo(1.0, within(1e-15));
            }
        }
    }

    private static double[] probabilities(References row, Calibration.Mode mode) {
        double[] logits = row.numbers("logits");
        double[] probabilities = new double[logits.length];
        new SoftmaxFocalLoss(row.numbers("gammas"), row.numbers("class_weights"))
                .calibration()
                .probabilities(logits, mode, probabilities);
        return probabilities;
    }
}
