package org.focalspark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Five-point central difference against an analytic gradient. */
public final class GradientCheck {
    /** eps^(1/5): where truncation, of fourth order, and rounding balance. */
    private static final double STEP = 1e-3;

    private GradientCheck() {}

    /** Fails with index, point and both values where the relative error exceeds the tolerance. */
    public static void assertGradient(
            ToDoubleFunction<double[]> function, double[] point, double[] analytic, double tolerance) {
        for (int i = 0; i < point.length; i++) {
            double numeric = numeric(function, point, i);
            double error =
                    Math.abs(analytic[i] - numeric) / Math.max(1.0, Math.max(Math.abs(analytic[i]), Math.abs(numeric)));
            assertThat(error)
                    .as("entry %d at %s: analytic %s, numeric %s", i, Arrays.toString(point), analytic[i], numeric)
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    /**
     * The same along some directions, for functions that cost a job: an entry that is wrong shows in all of them, unless it happens
     * to be at a right angle.
     */
    public static void assertGradientAlong(
            Stream<double[]> directions,
            ToDoubleFunction<double[]> function,
            double[] point,
            double[] analytic,
            double tolerance) {
        directions.forEach(direction -> {
            double norm = Math.sqrt(Arrays.stream(direction).map(d -> d * d).sum());
            double slope = 0.0;
            for (int i = 0; i < point.length; i++) {
                slope += analytic[i] * direction[i] / norm;
            }
            assertGradient(
                    along -> {
                        double[] moved = point.clone();
                        for (int i = 0; i < moved.length; i++) {
                            moved[i] += along[0] * direction[i] / norm;
                        }
                        return function.applyAsDouble(moved);
                    },
                    new double[1],
                    new double[] {slope},
                    tolerance);
        });
    }

    private static double numeric(ToDoubleFunction<double[]> function, double[] point, int index) {
        double step = STEP * Math.max(1.0, Math.abs(point[index]));
        return (shifted(function, point, index, -2 * step)
                        - 8 * shifted(function, point, index, -step)
                        + 8 * shifted(function, point, index, step)
                        - shifted(function, point, index, 2 * step))
                / (12 * step);
    }

    private static double shifted(ToDoubleFunction<double[]> function, double[] point, int index, double shift) {
        double[] moved = point.clone();
        moved[index] += shift;
        return function.applyAsDouble(moved);
    }
}
