package org.focalspark.testkit.random;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Matrix;

/**
 * Whether two fits of the same problem agree. They add the same terms in another order, so that they differ by rounding, which
 * grows with every iteration; where the objective is convex they must meet again at the minimum.
 */
final class Agreement {
    /** Of a sum of some hundred terms of one sign, 1e-13, through the change of a few steps. */
    private static final double ROUNDING = 1e-8;

    /** Iterations after which rounding has grown no further than that on ordinary tables. */
    static final int EQUAL_STEPS = 4;

    /** A fit stops when an iteration gains less than tol of the objective; what is left to gain was at most 100 times that. */
    private static final double LEFT_PER_TOL = 100.0;

    /** The square root of the precision of double, inverted. */
    private static final double FAR = 1e8;

    private final RandomCase example;

    Agreement(RandomCase example) {
        this.example = example;
    }

    /** How the first objectives of two fits differ that take the same steps; empty if they agree. */
    Optional<String> ofSteps(TrainedModel actual, TrainedModel expected) {
        // Where a bound or an L1 penalty has a kink, the last bit may decide which side of it a step ends on.
        boolean kinks = example.isSet("lowerBoundsOnCoefficients") || example.isSet("elasticNetParam");
        return ofSteps(actual, expected, kinks || example.table().shape().hostile() ? 1 : EQUAL_STEPS);
    }

    /** How the objectives of two fits differ at the start; empty if they agree. */
    Optional<String> ofStart(TrainedModel actual, TrainedModel expected) {
        return ofSteps(actual, expected, 1);
    }

    private static Optional<String> ofSteps(TrainedModel actual, TrainedModel expected, int count) {
        double[] ours = actual.summary().objectiveHistory();
        double[] others = expected.summary().objectiveHistory();
        for (int i = 0; i < Math.min(count, Math.min(ours.length, others.length)); i++) {
            if (!(Math.abs(ours[i] - others[i]) <= ROUNDING * Math.abs(others[i]) + ROUNDING * ROUNDING)) {
                return Optional.of(String.format(
                        "objective %s and not %s at iteration %d, of %s and %s",
                        ours[i], others[i], i, Arrays.toString(ours), Arrays.toString(others)));
            }
        }
        return Optional.empty();
    }

    /** How the minima of two convex fits differ; empty if they agree, or need not since one has not converged. */
    Optional<String> ofMinima(TrainedModel actual, TrainedModel expected) {
        boolean comparable = example.isConvex()
                && !example.table().shape().hostile()
                && actual.summary().converged()
                && expected.summary().converged();
        if (!comparable || hasInfinite(actual) || hasInfinite(expected)) {
            return Optional.empty();
        }
        double[] ours = actual.summary().objectiveHistory();
        double[] others = expected.summary().objectiveHistory();
        double end = others[others.length - 1];
        double gap = allowedGap(end);
        if (!(Math.abs(ours[ours.length - 1] - end) <= gap)) {
            return Optional.of(String.format(
                    "minimum %s and not %s, which may differ by %s: %s and %s",
                    ours[ours.length - 1], end, gap, Arrays.toString(ours), Arrays.toString(others)));
        }
        return ofCoefficients(actual.coefficients(), expected.coefficients(), gap);
    }

    /**
     * Whether a feature is so far from 0, compared with its deviation, that the moments of Spark's summarizer have lost
     * half of their digits: it updates an uncentered mean.
     */
    boolean sparkLosesDigits() {
        double[] deviations = deviations();
        return IntStream.range(0, deviations.length)
                .anyMatch(j -> deviations[j] > 0.0
                        && Arrays.stream(example.table().column(j))
                                        .map(Math::abs)
                                        .max()
                                        .orElse(0.0)
                                > FAR * deviations[j]);
    }

    double allowedGap(double objective) {
        return LEFT_PER_TOL * example.number("tol", 1e-6) * Math.max(Math.abs(objective), 1e-3) + ROUNDING;
    }

    /**
     * Where the penalty gives the objective a curvature of at least l2, a point whose objective is at most gap above the
     * minimum is at most sqrt(2 gap / l2) away from it: two such points at most twice that.
     */
    Optional<String> ofCoefficients(Matrix actual, Matrix expected, double gap) {
        double l2 = example.number("regParam", 0.0) * (1.0 - example.number("elasticNetParam", 0.0));
        if (l2 == 0.0) {
            return Optional.empty();
        }
        double[] units = example.flag("standardization", true) ? deviations() : new double[0];
        double squares = 0.0;
        for (int k = 0; k < actual.numRows(); k++) {
            for (int j = 0; j < actual.numCols(); j++) {
                double unit = units.length == 0 ? 1.0 : units[j];
                double difference = unit * (actual.apply(k, j) - expected.apply(k, j));
                squares += difference * difference;
            }
        }
        double allowed = 2.0 * Math.sqrt(2.0 * gap / l2);
        return Math.sqrt(squares) <= allowed
                ? Optional.empty()
                : Optional.of(String.format(
                        "coefficients at a distance of %s, which may be %s: %s and %s",
                        Math.sqrt(squares), allowed, actual, expected));
    }

    private static boolean hasInfinite(TrainedModel model) {
        return !Arrays.stream(model.intercepts().toArray()).allMatch(Double::isFinite);
    }

    /** With Spark's denominator; class weights change them by a factor that no tolerance here notices. */
    private double[] deviations() {
        return LogLossObjective.deviations(example);
    }
}
