package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassBalanceTest {
    private static final double[] WEIGHT_SUMS = {900, 90, 10};

    /** n / (K n_k), as scikit-learn's class_weight "balanced". */
    @Test
    void balancedGivesEveryClassTheSameSay() {
        double[] weights = ClassBalance.BALANCED.of(WEIGHT_SUMS, 0.5).toArray(3);
        assertThat(weights).containsExactly(new double[] {1000 / 2700.0, 1000 / 270.0, 1000 / 30.0}, within(1e-13));
    }

    /** (1 - beta) / (1 - beta^n) at beta = 0.9: 0.1, 0.100007608..., 0.153534...; then divided by their mean over rows. */
    @Test
    void effectiveNumberLiesBetweenEqualAndBalanced() {
        double[] weights = ClassBalance.EFFECTIVE_NUMBER.of(WEIGHT_SUMS, 0.9).toArray(3);
        double second = 0.1 / (1 - Math.pow(0.9, 90));
        double third = 0.1 / (1 - Math.pow(0.9, 10));
        assertThat(weights[1] / weights[0]).isCloseTo(second / 0.1, within(1e-13));
        assertThat(weights[2] / weights[0]).isCloseTo(third / 0.1, within(1e-13));
        double mean = (900 * weights[0] + 90 * weights[1] + 10 * weights[2]) / 1000;
        assertThat(mean).isCloseTo(1.0, within(1e-14));
    }

    @Test
    void effectiveNumberWithBetaZeroIsEqual() {
        assertThat(ClassBalance.EFFECTIVE_NUMBER.of(WEIGHT_SUMS, 0).toArray(3))
                .containsExactly(new double[] {1, 1, 1}, within(1e-15));
    }

    @Test
    void effectiveNumberWithBetaNextToOneIsBalanced() {
        double[] balanced = ClassBalance.BALANCED.of(WEIGHT_SUMS, 0).toArray(3);
        double[] weights =
                ClassBalance.EFFECTIVE_NUMBER.of(WEIGHT_SUMS, 1 - 1e-12).toArray(3);
        for (int k = 0; k < 3; k++) {
            assertThat(weights[k]).isCloseTo(balanced[k], within(1e-8 * balanced[k]));
        }
    }

    @Test
    void aClassWithoutRowsWeighsOne() {
        assertThat(ClassBalance.BALANCED.of(new double[] {5, 0, 5}, 0).toArray(3))
                .containsExactly(new double[] {1, 1, 1}, within(1e-15));
    }
}
