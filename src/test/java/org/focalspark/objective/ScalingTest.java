package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScalingTest {
    private static final double[] MEANS = {1.0, -2.0, 7.0};
    private static final double[] DEVIATIONS = {2.0, 0.5, 0.0};

    @Test
    void aPointStandsForTheSameMarginsOnTheOriginalScale() {
        Scaling scaling = new Scaling(new CoefficientLayout(3, 2, true), MEANS, DEVIATIONS);
        double[] point = {0.5, -1.5, 9.0, 2.0, 0.25, -3.0, 0.75, -0.25};
        Predictor predictor = scaling.toOriginal(point);
        double[] x = {3.0, 4.0, 7.0};
        for (int c = 0; c < 2; c++) {
            double expected = point[6 + c];
            double actual = predictor.offsets()[c];
            for (int j = 0; j < 3; j++) {
                actual += predictor.coefficients()[c * 3 + j] * x[j];
                expected += j == 2 ? 0.0 : point[c * 3 + j] * (x[j] - MEANS[j]) / DEVIATIONS[j];
            }
            assertThat(actual).isCloseTo(expected, within(1e-13));
            assertThat(predictor.coefficients()[c * 3 + 2]).isZero();
        }
    }

    @Test
    void withoutInterceptNothingIsCentered() {
        Scaling scaling = new Scaling(new CoefficientLayout(3, 1, false), MEANS, DEVIATIONS);
        Predictor predictor = scaling.toOriginal(new double[] {4.0, 1.0, 1.0});
        assertThat(predictor.coefficients()).containsExactly(2.0, 2.0, 0.0);
        assertThat(predictor.offsets()).containsExactly(0.0);
        assertThat(scaling.gradient(new double[] {4.0, 1.0, 1.0}, new double[] {100.0}))
                .containsExactly(2.0, 2.0, 0.0);
    }

    /** Weights times a constant of 1e300 are infinite, and infinity times 0 is no gradient. */
    @Test
    void aConstantFeatureHasNoGradientWhateverItsSum() {
        Scaling scaling = new Scaling(new CoefficientLayout(3, 1, true), MEANS, DEVIATIONS);
        double[] sums = {4.0, 1.0, Double.POSITIVE_INFINITY};
        assertThat(scaling.gradient(sums, new double[] {1.0})).containsExactly(1.5, 6.0, 0.0, 1.0);
    }

    @Test
    void thePenaltyIsOnTheScaleThatStandardizationChooses() {
        CoefficientLayout layout = new CoefficientLayout(3, 1, true);
        Scaling scaling = new Scaling(layout, MEANS, DEVIATIONS);
        double[] point = {2.0, 3.0, 0.0, 50.0};
        double[] gradient = new double[4];
        assertThat(new L2Penalty(layout, scaling, 0.1, true).addTo(point, gradient))
                .isCloseTo(0.05 * (4 + 9), within(1e-15));
        assertThat(gradient).containsExactly(new double[] {0.2, 0.3, 0.0, 0.0}, within(1e-15));
        double[] original = new double[4];
        assertThat(new L2Penalty(layout, scaling, 0.1, false).addTo(point, original))
                .isCloseTo(0.05 * (1 + 36), within(1e-15));
        assertThat(original).containsExactly(new double[] {0.05, 1.2, 0.0, 0.0}, within(1e-15));
    }

    /** So many features that several threads go over them. */
    @Test
    void manyFeaturesAreScaledAsFewAre() {
        int numFeatures = 300_001;
        CoefficientLayout layout = new CoefficientLayout(numFeatures, 2, true);
        double[] means = new double[numFeatures];
        double[] deviations = new double[numFeatures];
        Arrays.fill(means, 3.0);
        Arrays.fill(deviations, 2.0);
        double[] point = new double[layout.size()];
        Arrays.fill(point, 1.0);
        Scaling scaling = new Scaling(layout, means, deviations);
        Predictor original = scaling.toOriginal(point);
        assertThat(Arrays.stream(original.coefficients()).allMatch(value -> value == 0.5))
                .isTrue();
        assertThat(original.offsets()).containsExactly(1.0 - 1.5 * numFeatures, 1.0 - 1.5 * numFeatures);
        double[] gradient = scaling.gradient(original.coefficients(), new double[] {4.0, 5.0});
        assertThat(gradient[0]).isEqualTo((0.5 - 12.0) / 2.0);
        assertThat(gradient[2 * numFeatures - 1]).isEqualTo((0.5 - 15.0) / 2.0);
        assertThat(gradient[2 * numFeatures + 1]).isEqualTo(5.0);
        double[] penalized = new double[layout.size()];
        assertThat(new L2Penalty(layout, scaling, 0.25, true).addTo(point, penalized))
                .isEqualTo(0.25 * numFeatures);
        assertThat(Arrays.stream(penalized).sum()).isEqualTo(0.5 * numFeatures);
        L1Penalty lasso = new L1Penalty(layout, scaling, 0.25, true);
        assertThat(lasso.value(point)).isEqualTo(0.5 * numFeatures);
        assertThat(Arrays.stream(lasso.subgradient(point, penalized)).sum()).isEqualTo(numFeatures);
    }
}
