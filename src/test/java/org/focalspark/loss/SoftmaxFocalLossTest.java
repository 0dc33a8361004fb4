package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.focalspark.loss.tile.TileRows;
import org.focalspark.testkit.GradientCheck;
import org.focalspark.testkit.References;
import org.junit.jupiter.api.Test;

/** Softmax focal loss against mpmath. */
class SoftmaxFocalLossTest {
    /** Per unit of conditioning 1 + |zeta| (1 + gamma): an error of one ulp in zeta costs that much. */
    private static final double REL_1E_14 = 1e-14;

    private static final List<References> TABLE = References.read("softmax_focal.csv").stream()
            .filter(row -> row.number("smoothing") == 0.0)
            .toList();

    @Test
    void lossAndDerivativesAreThoseOfMpmath() {
        assertThat(TABLE).hasSizeGreaterThan(100);
        for (References row : TABLE) {
            double[] logits = row.numbers("logits");
            double[] gammas = row.numbers("gammas");
            int label = (int) row.number("label");
            double[] derivatives = new double[logits.length];
            double actual = new SoftmaxFocalLoss(gammas, row.numbers("class_weights")).loss(logits, label, derivatives);
            double tolerance = REL_1E_14 * (1 + Math.abs(zeta(logits, label)) * (1 + gammas[label]));
            assertClose(actual, row.number("loss"), tolerance, row);
            double[] expected = row.numbers("derivatives");
            for (int k = 0; k < logits.length; k++) {
                double conditioning = tolerance + REL_1E_14 * Math.abs(logits[k] - logits[label]);
                assertClose(derivatives[k], expected[k], conditioning, row);
            }
        }
    }

    @Test
    void derivativesAreThoseOfTheLoss() {
        SoftmaxFocalLoss loss = new SoftmaxFocalLoss(new double[] {0, 2, 0.5}, new double[] {0.2, 1, 7});
        double[] logits = {0.3, -1.2, 2.0};
        for (int label = 0; label < 3; label++) {
            int y = label;
            double[] derivatives = new double[3];
            loss.loss(logits, y, derivatives);
            GradientCheck.assertGradient(x -> loss.loss(x, y, new double[3]), logits, derivatives, 1e-10);
            assertThat(Arrays.stream(derivatives).sum()).isCloseTo(0.0, within(1e-15));
        }
    }

    @Test
    void theTileHasTheLossOfTheRows() {
        SoftmaxFocalLoss loss = new SoftmaxFocalLoss(new double[] {0, 2, 5}, new double[] {0.2, 1, 0});
        double[] tile = {0.1, -9, 3, -4, 2, 2, -1, 0.5, 1};
        double[] labels = {9, 1, 0, 2};
        double[] weights = {9, 0.5, 2, 3};
        LossSums sums = new LossSums();
        double[] before = tile.clone();
        loss.evaluate(tile, TileRows.of(labels, weights, 1, 3), sums);
        double expected = 0.0;
        for (int r = 0; r < 3; r++) {
            double[] derivatives = new double[3];
            double[] logits = {before[r], before[3 + r], before[6 + r]};
            expected += weights[1 + r] * loss.loss(logits, (int) labels[1 + r], derivatives);
            for (int k = 0; k < 3; k++) {
                assertThat(tile[k * 3 + r]).isEqualTo(weights[1 + r] * derivatives[k]);
            }
        }
        assertThat(sums.loss()).isCloseTo(expected, within(1e-15));
        assertThat(sums.nonConvexWeight()).isEqualTo(0.5);
    }

    @Test
    void needsAClass() {
        assertThatThrownBy(() -> new SoftmaxFocalLoss(new double[0], new double[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 class");
        assertThatThrownBy(() -> new SoftmaxFocalLoss(new double[] {2, 2}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 losses and 1 weights");
    }

    /** The softmax of one class is 1 for every logit, as in Spark's model of label 0 alone. */
    @Test
    void aSingleClassCostsNothing() {
        double[] derivatives = new double[1];
        double loss = new SoftmaxFocalLoss(new double[] {2}, new double[] {1}).loss(new double[] {0.7}, 0, derivatives);
        assertThat(loss).isZero();
        assertThat(derivatives[0]).isZero();
    }

    private static double zeta(double[] logits, int label) {
        return Softmax.against(logits, label, new double[logits.length]);
    }

    private static void assertClose(double actual, double expected, double relative, References row) {
        assertThat(actual).as("%s", row).isFinite();
        assertThat(Math.abs(actual - expected))
                .as("%s", row)
                .isLessThanOrEqualTo(relative * Math.max(Math.abs(expected), Double.MIN_NORMAL));
    }
}
