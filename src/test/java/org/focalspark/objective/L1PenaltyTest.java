package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The lasso penalty, and what has to vanish where it has no derivative. */
class L1PenaltyTest {
    private static final CoefficientLayout LAYOUT = new CoefficientLayout(3, 2, true);
    private static final Scaling SCALING = new Scaling(LAYOUT, new double[3], new double[] {1, 2, 0});
    private static final double[] POINT = {1, -2, 3, 0, 4, 0, 9, -9};

    @Test
    void penalisesStandardisedCoefficientsAndNoIntercept() {
        L1Penalty penalty = new L1Penalty(LAYOUT, SCALING, 0.5, true);
        assertThat(penalty.value(POINT)).isEqualTo(0.5 * (1 + 2 + 3 + 4));
    }

    @Test
    void penalisesCoefficientsOnTheOriginalScale() {
        L1Penalty penalty = new L1Penalty(LAYOUT, SCALING, 0.5, false);
        assertThat(penalty.value(POINT)).isEqualTo(0.5 * (1 + 2 / 2.0 + 4 / 2.0));
        // A constant feature has no coefficient.
        assertThat(penalty.value(new double[] {0, 0, 3, 0, 0, 0, 0, 0})).isZero();
    }

    @Test
    void takesTheScaleOfTheObjective() {
        L1Penalty penalty = new L1Penalty(LAYOUT, SCALING, 0.5, true).times(4.0);
        assertThat(penalty.value(POINT)).isEqualTo(2.0 * (1 + 2 + 3 + 4));
    }

    @Test
    void theSubgradientOfSmallestNormIsZeroWhereThePenaltyHoldsACoefficientAtZero() {
        L1Penalty penalty = new L1Penalty(LAYOUT, SCALING, 0.5, true);
        double[] gradient = {0.1, 0.1, 0.1, 0.3, 0.1, -0.75, 0.2, -0.2};
        assertThat(penalty.subgradient(POINT, gradient))
                .containsExactly(0.1 + 0.5, 0.1 - 0.5, 0.1 + 0.5, 0.0, 0.1 + 0.5, -0.25, 0.2, -0.2);
    }
}
