package org.focalspark.training.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.focalspark.objective.Bounds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The solver within bounds, on a quadratic whose minimum is known. */
class LbfgsbSolverTest {
    /** Powers of two, so that nothing at all is left of their squares when all have been taken away from the sum. */
    private static final double[] SLOPES = {-1.0, -0.5, 0.25, 0.5};

    /** Met one after the other on the way down the slopes. */
    private static final double[] BOUNDS = {1.0 / 16, 1.0 / 16, 1.0 / 16, 1.0 / 4};

    private static final double CURVATURE = 0.125;
    private static final double REL_1E_6 = 1e-6;

    /** Whatever rounding leaves of a slope that is 0: in Breeze the entries beside it meet their bounds first. */
    @ParameterizedTest
    @ValueSource(doubles = {0.0, -4e-16, 4e-16, -1e-17, 1e-12, -3e-9})
    void aSlopeOfRoundingSizeBesideOthersThatMeetTheirBoundsIsNoObstacle(double rounding) {
        for (boolean asSpark : new boolean[] {true, false}) {
            Solution solution = new LbfgsbSolver(100, 1e-12, bounds(), asSpark)
                    .minimize(point -> quadratic(point, rounding), 1.0, new double[5], IterationListener.NONE);
            assertThat(solution.reason().converged())
                    .as(solution.reason().text())
                    .isTrue();
            for (int i = 0; i < 4; i++) {
                double minimum = Math.max(-BOUNDS[i], Math.min(BOUNDS[i], -SLOPES[i] / CURVATURE));
                assertThat(solution.point()[i]).isCloseTo(minimum, within(REL_1E_6));
            }
            assertThat(solution.point()[4]).isCloseTo(0.0, within(REL_1E_6));
        }
    }

    private static Bounds bounds() {
        double[] lower = new double[5];
        double[] upper = new double[5];
        for (int i = 0; i < 4; i++) {
            lower[i] = -BOUNDS[i];
            upper[i] = BOUNDS[i];
        }
        lower[4] = Double.NEGATIVE_INFINITY;
        upper[4] = Double.POSITIVE_INFINITY;
        return new Bounds(lower, upper);
    }

    private static Evaluation quadratic(double[] point, double rounding) {
        double value = 10.0;
        double[] gradient = new double[5];
        for (int i = 0; i < 5; i++) {
            double slope = i < 4 ? SLOPES[i] : rounding;
            value += slope * point[i] + 0.5 * CURVATURE * point[i] * point[i];
            gradient[i] = slope + CURVATURE * point[i];
        }
        return new Evaluation(value, gradient, 0.0);
    }
}
