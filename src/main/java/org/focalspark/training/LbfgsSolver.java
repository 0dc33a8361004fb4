package org.focalspark.training;

import breeze.linalg.DenseVector;
import breeze.optimize.CachedDiffFunction;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.FirstOrderMinimizer.ConvergenceReason;
import breeze.optimize.FirstOrderMinimizer.State;
import breeze.optimize.LBFGS;
import java.util.ArrayList;
import java.util.List;
import scala.collection.Iterator;
import scala.reflect.ClassTag;

/** Limited-memory BFGS with a strong Wolfe line search, by Breeze, with the settings of Spark. */
final class LbfgsSolver {
    private static final int HISTORY = 10;

    /** Relative rounding error of an objective that is a sum over many rows. */
    private static final double ROUNDING = 1e-13;

    /** Length of the probe for curvature: long enough for the gradients to differ, short enough to be local. */
    private static final double PROBE = 1e-4;

    private final int maxIter;
    private final double tol;

    LbfgsSolver(int maxIter, double tol) {
        this.maxIter = maxIter;
        this.tol = tol;
    }

    /**
     * Minimises an objective.
     *
     * @param objective function to minimise
     * @param scale factor that brings the objective to about 1
     * @param start first point
     * @param progress told of every iteration
     * @return the last point reached and why
     * @throws IllegalStateException if the objective is not finite at a point reached
     */
    Solution minimize(Objective objective, double scale, double[] start, Progress progress) {
        BreezeObjective scaled = new BreezeObjective(objective, scale);
        Iterator<State<DenseVector<Object>, Object, Object>> states = iterations(scaled, start);
        List<Double> history = new ArrayList<>();
        State<DenseVector<Object>, Object, Object> state;
        do {
            state = states.next();
            if (state.iter() == history.size()) { // after a failed line search Breeze repeats the state
                Evaluation evaluation = scaled.at(BreezeObjective.toArray(state.x()));
                requireFinite(evaluation, state.iter());
                history.add(evaluation.value());
                progress.iterated(state.iter(), evaluation);
            }
        } while (states.hasNext());
        double[] point = BreezeObjective.toArray(state.x());
        Evaluation evaluation = scaled.at(point);
        double[] objectiveHistory = history.stream().mapToDouble(d -> d).toArray();
        StopReason reason = reason(state.convergenceReason().get(), objective, point, evaluation);
        Solution solution = new Solution(point, evaluation, objectiveHistory, reason);
        progress.stopped(solution);
        return solution;
    }

    private Iterator<State<DenseVector<Object>, Object, Object>> iterations(BreezeObjective scaled, double[] start) {
        LBFGS<DenseVector<Object>> lbfgs = new LBFGS<>(maxIter, HISTORY, tol, DenseVector.space_Double());
        DiffFunction<DenseVector<Object>> cached =
                new CachedDiffFunction<>(scaled.toDiffFunction(), DenseVector.canCopyDenseVector(ClassTag.Double()));
        return lbfgs.iterations(cached, BreezeObjective.toVector(start));
    }

    private static void requireFinite(Evaluation evaluation, int iteration) {
        if (!Double.isFinite(evaluation.value()) || !Double.isFinite(evaluation.gradientNorm())) {
            throw new IllegalStateException(String.format(
                    "The objective is %s with gradient norm %s at iteration %d. Rescale the features or raise regParam.",
                    evaluation.value(), evaluation.gradientNorm(), iteration));
        }
    }

    private static StopReason reason(
            ConvergenceReason reason, Objective objective, double[] point, Evaluation evaluation) {
        if (reason == FirstOrderMinimizer.FunctionValuesConverged$.MODULE$) {
            return StopReason.OBJECTIVE_CONVERGED;
        }
        if (reason == FirstOrderMinimizer.GradientConverged$.MODULE$) {
            return StopReason.GRADIENT_CONVERGED;
        }
        if (reason == FirstOrderMinimizer.MaxIterations$.MODULE$) {
            return StopReason.MAX_ITERATIONS;
        }
        return isAtPrecision(objective, point, evaluation) ? StopReason.AT_PRECISION : StopReason.LINE_SEARCH_FAILED;
    }

    /**
     * Whether the last line search, which after a reset of the history goes straight down the gradient, had nothing to
     * find: the decrease that gradient g and curvature k = g'Hg / |g|^2 promise there, |g|^2 / (2 k), is under the rounding
     * error of the objective. Costs one evaluation.
     */
    private static boolean isAtPrecision(Objective objective, double[] point, Evaluation evaluation) {
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
            double difference = evaluation.gradient()[i] - probeGradient[i];
            curvature += difference * evaluation.gradient()[i] / (PROBE * norm);
        }
        double decrease = norm * norm / (2.0 * curvature);
        return curvature > 0.0 && decrease <= ROUNDING * Math.abs(evaluation.value());
    }
}
