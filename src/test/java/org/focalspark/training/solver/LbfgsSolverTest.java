package org.focalspark.training.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** The solver on functions of two variables whose minimum is known. */
class LbfgsSolverTest {
    private static final double[] START = {3.0, -4.0};

    @Test
    void findsTheMinimumOfAQuadratic() {
        Solution solution = minimize(100, 1e-12, 1.0, LbfgsSolverTest::quadratic);
        assertThat(solution.point()).containsExactly(new double[] {1.0, 2.0}, within(1e-6));
        assertThat(solution.reason().converged()).isTrue();
        assertThat(solution.evaluation().value()).isCloseTo(5.0, within(1e-12));
        assertThat(solution.evaluation().gradientNorm()).isLessThan(1e-5);
        double[] history = solution.objectiveHistory();
        assertThat(history[0]).isEqualTo(quadratic(START).value());
        double[] norms = solution.gradientNormHistory();
        assertThat(norms).hasSameSizeAs(history);
        assertThat(norms[0]).isCloseTo(Math.hypot(2.0 * 2.0 - 6.0, -20.0 * 6.0 + 2.0), within(1e-12));
        assertThat(norms[norms.length - 1]).isEqualTo(solution.evaluation().gradientNorm());
        assertThat(history[history.length - 1]).isEqualTo(solution.evaluation().value());
    }

    @Test
    void theScaleChangesNeitherMinimumNorHistory() {
        Solution plain = minimize(100, 1e-10, 1.0, LbfgsSolverTest::quadratic);
        Solution scaled = minimize(
                100,
                1e-10,
                1e9,
                point -> new Evaluation(
                        1e-9 * quadratic(point).value(),
                        new double[] {
                            1e-9 * quadratic(point).gradient()[0],
                            1e-9 * quadratic(point).gradient()[1]
                        },
                        0.0));
        assertThat(scaled.point()).containsExactly(plain.point(), within(1e-6));
        assertThat(scaled.objectiveHistory()).hasSameSizeAs(plain.objectiveHistory());
        assertThat(scaled.objectiveHistory()[1]).isCloseTo(1e-9 * plain.objectiveHistory()[1], within(1e-20));
    }

    @Test
    void saysThatMaxIterWasReached() {
        Solution solution = minimize(1, 1e-12, 1.0, LbfgsSolverTest::quadratic);
        assertThat(solution.reason()).isEqualTo(StopReason.MAX_ITERATIONS);
        assertThat(solution.reason().converged()).isFalse();
        assertThat(solution.objectiveHistory()).hasSize(2);
    }

    @Test
    void withoutIterationsItStaysAtTheStart() {
        Solution solution = minimize(0, 1e-12, 1.0, LbfgsSolverTest::quadratic);
        assertThat(solution.point()).containsExactly(START);
        assertThat(solution.objectiveHistory()).containsExactly(quadratic(START).value());
    }

    @Test
    void saysThatTheGradientVanished() {
        Solution solution = new LbfgsSolver(100, 1e-12)
                .minimize(LbfgsSolverTest::quadratic, 1.0, new double[] {1.0, 2.0}, IterationListener.NONE);
        assertThat(solution.reason()).isEqualTo(StopReason.GRADIENT_CONVERGED);
    }

    /** With a gradient that points uphill no line search can succeed. */
    @Test
    void saysThatTheLineSearchFailed() {
        Solution solution = minimize(100, 1e-12, 1.0, point -> {
            Evaluation evaluation = quadratic(point);
            double[] wrong = evaluation.gradient();
            return new Evaluation(evaluation.value(), new double[] {-wrong[0], -wrong[1]}, 0.0);
        });
        assertThat(solution.reason()).isEqualTo(StopReason.LINE_SEARCH_FAILED);
        assertThat(solution.reason().converged()).isFalse();
        assertThat(solution.evaluation().value())
                .isEqualTo(quadratic(solution.point()).value());
    }

    /** An objective rounded to 15 digits gives no decrease near its minimum, though the gradient is not 0. */
    @Test
    void takesAFailedLineSearchForTheEndWhereNoDecreaseIsLeft() {
        Solution solution = minimize(200, 0.0, 1.0, point -> {
            Evaluation evaluation = quadratic(point);
            double rounded = Math.rint(evaluation.value() * 1e14) / 1e14;
            return new Evaluation(rounded + 1e-14 * (point[0] % 1e-9 > 0.5e-9 ? 1 : 0), evaluation.gradient(), 0.0);
        });
        assertThat(solution.reason().converged()).isTrue();
        assertThat(solution.point()).containsExactly(new double[] {1.0, 2.0}, within(1e-5));
    }

    @Test
    void refusesAnObjectiveThatIsNotFinite() {
        assertThatThrownBy(() -> minimize(10, 1e-6, 1.0, point -> new Evaluation(Double.NaN, new double[2], 0.0)))
                .isInstanceOf(SparkException.class)
                .hasMessage("The objective is NaN with gradient norm 0.0 at iteration 0. Rescale the features or raise"
                        + " regParam.");
    }

    private static Solution minimize(int maxIter, double tol, double scale, Objective objective) {
        return new LbfgsSolver(maxIter, tol).minimize(objective, scale, START.clone(), IterationListener.NONE);
    }

    /** 5 + (x - 1)^2 + 10 (y - 2)^2 + (x - 1)(y - 2), which has its minimum 5 at (1, 2). */
    private static Evaluation quadratic(double[] point) {
        double x = point[0] - 1.0;
        double y = point[1] - 2.0;
        return new Evaluation(5.0 + x * x + 10.0 * y * y + x * y, new double[] {2.0 * x + y, 20.0 * y + x}, 0.0);
    }
}
