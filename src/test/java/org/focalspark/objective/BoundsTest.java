package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Bounds in the optimizer's vector, and the way there from those on the original scale. */
class BoundsTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void projectsOntoTheNearestPointWithin() {
        Bounds bounds = new Bounds(new double[] {0, -1, -INFINITY}, new double[] {1, 1, 2});
        assertThat(bounds.project(new double[] {-3, 0.5, 7})).containsExactly(0, 0.5, 2);
    }

    @Test
    void theProjectedGradientIsWhatNoBoundHoldsAgainst() {
        Bounds bounds = new Bounds(new double[] {0, 0, 0, 0}, new double[] {1, 1, 1, 1});
        assertThat(bounds.projectedGradient(new double[] {0, 0, 1, 1}, new double[] {2, -2, 3, -3}))
                .containsExactly(0, -2, 3, 0);
        assertThat(bounds.projectedGradient(new double[] {0.5, 0.5, 0.5, 0.5}, new double[] {2, -2, 3, -3}))
                .containsExactly(2, -2, 3, -3);
    }

    @Test
    void boundsAreScaledAsCoefficientsAreAndConstantFeaturesHaveNone() {
        CoefficientLayout layout = new CoefficientLayout(2, 1, true);
        Scaling scaling = new Scaling(layout, new double[] {5, 5}, new double[] {4, 0}, false);
        Predictor lower = new Predictor(new double[] {-1, -1}, new double[] {-2});
        Predictor upper = new Predictor(new double[] {0.5, 1}, new double[] {INFINITY});
        Bounds bounds = scaling.toBounds(lower, upper);
        assertThat(bounds.lower()).containsExactly(-4, -INFINITY, -2);
        assertThat(bounds.upper()).containsExactly(2, INFINITY, INFINITY);
    }

    @Test
    void aPointAndItsModelStandForEachOther() {
        for (boolean fitIntercept : new boolean[] {true, false}) {
            CoefficientLayout layout = new CoefficientLayout(2, 2, fitIntercept);
            Scaling scaling = new Scaling(layout, new double[] {3, -1}, new double[] {2, 0.5});
            double[] point = fitIntercept ? new double[] {1, -2, 0.5, 4, -1, 2} : new double[] {1, -2, 0.5, 4};
            assertThat(scaling.toPoint(scaling.toOriginal(point))).containsExactly(point, within(1e-14));
        }
        CoefficientLayout layout = new CoefficientLayout(2, 1, true);
        Scaling constant = new Scaling(layout, new double[] {3, 7}, new double[] {2, 0});
        double[] point = constant.toPoint(new Predictor(new double[] {1, 5}, new double[] {0.25}));
        assertThat(point).containsExactly(2, 0, 0.25 + 3);
    }
}
