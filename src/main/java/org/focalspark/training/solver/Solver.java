package org.focalspark.training.solver;

import breeze.linalg.DenseVector;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.FirstOrderMinimizer.ConvergenceReason;
import breeze.optimize.FirstOrderMinimizer.State;
import breeze.util.LazyLogger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.focalspark.training.job.SparkFailure;
import org.slf4j.LoggerFactory;
import scala.collection.Iterator;

/**
 * Runs one of Breeze's minimizers with Spark's settings, determines why it stopped, and records the history. A subclass
 * chooses the minimizer and describes the part of the problem that the minimizer itself handles: a penalty without
 * derivative, or bounds.
 */
public abstract class Solver {
    static final int HISTORY = 10;

    /** Relative rounding error of an objective that is a sum over many rows. */
    private static final double ROUNDING = 1e-13;

    /** Length of the probe for curvature: long enough for the gradients to differ, short enough to be local. */
    private static final double PROBE = 1e-4;

    private final int maxIter;
    private final double tol;

    Solver(int maxIter, double tol) {
        this.maxIter = maxIter;
        this.tol = tol;
    }

    final int maxIter() {
        return maxIter;
    }

    final double tol() {
        return tol;
    }

    /**
     * Returns Breeze's logger with the name of Breeze's class. With the name of our subclass, its lines would appear
     * beside our own lines for the same iterations.
     */
    static LazyLogger breezeLogger(Class<?> minimizer) {
        return new LazyLogger(LoggerFactory.getLogger(minimizer));
    }

    /** Creates Breeze's minimizer of the objective times a scale. */
    abstract FirstOrderMinimizer<DenseVector<Object>, DiffFunction<DenseVector<Object>>> minimizer(double scale);

    /** Penalty that the minimizer adds to the objective. */
    double penalty(double[] point) {
        return 0.0;
    }

    /**
     * Residual, which is 0 at a solution: the gradient, or the subgradient with a penalty, or the projected gradient
     * with bounds.
     */
    double[] residual(double[] point, double[] gradient) {
        return gradient;
    }

    /**
     * Returns a reason to stop early at a point.
     *
     * @param evaluation objective and residual at the point
     */
    Optional<StopReason> done(Evaluation evaluation) {
        return Optional.empty();
    }

    /** Estimate of how far the objective is above its minimum, nats per unit of weight; NaN if unknown. */
    double gap(Evaluation evaluation) {
        return Double.NaN;
    }

    /** Whether an exception of the minimizer means that no further step is possible, and not a defect. */
    boolean isDeadEnd(Throwable failure) {
        return false;
    }

    /**
     * Minimizes an objective. Throws a SparkException if it is not finite at a point reached.
     *
     * @param objective function to minimize
     * @param scale factor that brings the objective to about 1
     * @param start first point
     * @param listener receives every iteration
     * @return last point reached and the reason for stopping
     */
    public final Solution minimize(Objective objective, double scale, double[] start, IterationListener listener) {
        Run run = new Run(new BreezeObjective(objective, scale), listener);
        Optional<ConvergenceReason> reason = run.toTheEnd(iterations(run.scaled, scale, start), start);
        Evaluation smooth = run.scaled.at(run.point);
        Evaluation evaluation = whole(smooth, run.point);
        StopReason stop = reason.map(why -> reason(why, () -> isAtPrecision(objective, run.point, smooth, evaluation)))
                .or(() -> run.done)
                .orElseThrow();
        Solution solution = new Solution(
                run.point, evaluation, gap(evaluation), toArray(run.objectives), toArray(run.gradientNorms), stop);
        listener.stopped(solution);
        return solution;
    }

    /** The iterations so far. */
    private final class Run {
        private final BreezeObjective scaled;
        private final IterationListener listener;
        private final List<Double> objectives = new ArrayList<>();
        private final List<Double> gradientNorms = new ArrayList<>();
        private double[] point = {};
        private Optional<StopReason> done = Optional.empty();

        private Run(BreezeObjective scaled, IterationListener listener) {
            this.scaled = scaled;
            this.listener = listener;
        }

        /** Returns the minimizer's reason, or empty if {@link #done} stopped it. */
        private Optional<ConvergenceReason> toTheEnd(
                Iterator<State<DenseVector<Object>, Object, Object>> states, double[] start) {
            point = start;
            try {
                State<DenseVector<Object>, Object, Object> state;
                do {
                    state = states.next();
                    point = BreezeObjective.toArray(state.x());
                    if (state.iter() == objectives.size()) { // after a failed line search Breeze repeats the state
                        Evaluation evaluation = whole(scaled.at(point), point);
                        requireFinite(evaluation, state.iter());
                        objectives.add(evaluation.value());
                        gradientNorms.add(evaluation.gradientNorm());
                        listener.iterated(state.iter(), evaluation);
                        done = Solver.this.done(evaluation);
                    }
                } while (done.isEmpty() && states.hasNext());
                return done.isPresent()
                        ? Optional.empty()
                        : Optional.of(state.convergenceReason().get());
            } catch (RuntimeException | AssertionError e) {
                if (isDeadEnd(e)) {
                    return Optional.of(FirstOrderMinimizer.SearchFailed$.MODULE$);
                }
                throw e;
            }
        }
    }

    private static double[] toArray(List<Double> history) {
        return history.stream().mapToDouble(value -> value).toArray();
    }

    /**
     * Returns the evaluation with the minimizer's penalty added to the value, and the residual in place of the
     * gradient.
     */
    private Evaluation whole(Evaluation evaluation, double[] point) {
        return new Evaluation(
                evaluation.value() + penalty(point),
                residual(point, evaluation.gradient()),
                evaluation.nonConvexShare());
    }

    private Iterator<State<DenseVector<Object>, Object, Object>> iterations(
            BreezeObjective scaled, double scale, double[] start) {
        return minimizer(scale).iterations(scaled.toDiffFunction(), BreezeObjective.toVector(start));
    }

    private static void requireFinite(Evaluation evaluation, int iteration) {
        if (!Double.isFinite(evaluation.value()) || !Double.isFinite(evaluation.gradientNorm())) {
            throw SparkFailure.of(String.format(
                    "The objective is %s with gradient norm %s at iteration %d. Rescale the features or raise regParam.",
                    evaluation.value(), evaluation.gradientNorm(), iteration));
        }
    }

    private static StopReason reason(ConvergenceReason reason, BooleanSupplier atPrecision) {
        if (reason == FirstOrderMinimizer.FunctionValuesConverged$.MODULE$) {
            return StopReason.OBJECTIVE_CONVERGED;
        }
        if (reason == FirstOrderMinimizer.ProjectedStepConverged$.MODULE$) {
            return StopReason.PROJECTED_GRADIENT_CONVERGED;
        }
        if (reason == FirstOrderMinimizer.GradientConverged$.MODULE$) {
            return StopReason.GRADIENT_CONVERGED;
        }
        if (reason == FirstOrderMinimizer.MaxIterations$.MODULE$) {
            return StopReason.MAX_ITERATIONS;
        }
        return atPrecision.getAsBoolean() ? StopReason.AT_PRECISION : StopReason.LINE_SEARCH_FAILED;
    }

    /**
     * Whether the last line search failed only because of rounding. Without an estimate of the gap: after a reset of the history it follows the
     * negative gradient. With residual g and curvature k = g'Hg / |g|^2, the expected decrease |g|^2 / (2 k) is then
     * below the rounding error of the objective. Costs one evaluation.
     */
    private boolean isAtPrecision(Objective objective, double[] point, Evaluation smooth, Evaluation evaluation) {
        double gap = gap(evaluation);
        if (!Double.isNaN(gap)) {
            return gap <= ROUNDING * Math.abs(evaluation.value());
        }
        double norm = evaluation.gradientNorm();
        if (norm == 0.0) {
            return true;
        }
        double[] probe = point.clone();
        for (int i = 0; i < probe.length; i++) {
            probe[i] -= PROBE * evaluation.gradient()[i] / norm;
        }
        double[] probeGradient = objective.evaluate(probe).gradient();
        double curvature = 0.0;
        for (int i = 0; i < probe.length; i++) {
            double difference = smooth.gradient()[i] - probeGradient[i];
            curvature += difference * evaluation.gradient()[i] / (PROBE * norm);
        }
        double decrease = norm * norm / (2.0 * curvature);
        return curvature > 0.0 && decrease <= ROUNDING * Math.abs(evaluation.value());
    }
}
