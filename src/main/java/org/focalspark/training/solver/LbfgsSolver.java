package org.focalspark.training.solver;

import breeze.linalg.DenseVector;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.FirstOrderMinimizer.State;
import breeze.optimize.LBFGS;
import breeze.optimize.LineSearch$;
import breeze.optimize.StepSizeUnderflow;
import breeze.optimize.StrongWolfeLineSearch;
import breeze.util.LazyLogger;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.focalspark.objective.Metric;
import org.focalspark.training.job.SparkFailure;
import org.jspecify.annotations.Nullable;

/**
 * Limited-memory BFGS with a strong Wolfe line search.
 *
 * <p>With a metric it starts from the inverse of an approximate Hessian instead of a multiple of the identity, which is
 * L-BFGS in the variables u = R (x - x0) with H = R'R. It then stops when the Newton decrement g' H^-1 g / 2 (Boyd and
 * Vandenberghe 2004, section 9.5) is small, not when progress is slow.
 */
public final class LbfgsSolver extends Solver {
    /** Iterations that start with a new metric. */
    private static final Set<Integer> REFRESHES = Set.of(2, 5, 9, 14, 20, 30, 40, 60, 80);

    /**
     * Share of the tolerance that the estimated gap must reach, since the estimate is that of a sample. It costs at
     * most one more pass.
     */
    private static final double CAUTION = 0.1;

    private static final int SEARCH_STEPS = 10;
    private static final double MIN_STEP = 1e-10;

    private final Optional<Metrics> metrics;
    private @Nullable Metric metric;
    private double last = Double.POSITIVE_INFINITY; // objective

    /**
     * Creates the solver without a metric.
     *
     * @param maxIter largest number of iterations
     * @param tol relative convergence tolerance
     */
    public LbfgsSolver(int maxIter, double tol) {
        this(maxIter, tol, Optional.empty());
    }

    /**
     * Creates the solver.
     *
     * @param maxIter largest number of iterations
     * @param tol relative convergence tolerance
     * @param metrics approximate Hessian; empty for none
     */
    public LbfgsSolver(int maxIter, double tol, Optional<Metrics> metrics) {
        super(maxIter, tol);
        this.metrics = metrics;
    }

    @Override
    FirstOrderMinimizer<DenseVector<Object>, DiffFunction<DenseVector<Object>>> minimizer(double scale) {
        return metrics.isPresent() ? new Preconditioned(scale) : new Parallel(maxIter(), tol());
    }

    @Override
    Optional<StopReason> done(Evaluation evaluation) {
        if (metric == null || !metric.isDefinite()) {
            last = evaluation.value();
            return Optional.empty();
        }
        double precision = tol() * Math.abs(evaluation.value());
        double decrease = last - evaluation.value();
        last = evaluation.value();
        // The sample may lack information about a direction in which the objective still decreases.
        boolean exact = metrics.orElseThrow().isExact() && evaluation.nonConvexShare() == 0.0;
        boolean rests = exact || decrease <= precision;
        return rests && gap(metric, evaluation) <= CAUTION * precision
                ? Optional.of(StopReason.GAP_CONVERGED)
                : Optional.empty();
    }

    @Override
    double gap(Evaluation evaluation) {
        return metric == null || !metric.isDefinite() ? Double.NaN : gap(metric, evaluation);
    }

    private static double gap(Metric metric, Evaluation evaluation) {
        return metric.gap(evaluation.gradient());
    }

    /**
     * Breeze's minimizer with our own history, which uses all cores of the driver. The history in Breeze's states stays
     * empty.
     */
    private static class Parallel extends LBFGS<DenseVector<Object>> {
        private static final long serialVersionUID = 1L;

        private final transient InverseHessian inverseHessian = InverseHessian.ofAllSteps(HISTORY);

        private Parallel(int maxIter, double tol) {
            super(maxIter, HISTORY, tol, DenseVector.space_Double());
        }

        @Override
        public LazyLogger logger() {
            return breezeLogger(LBFGS.class);
        }

        /** Returns the function, which already caches its last evaluation. */
        @Override
        public DiffFunction<DenseVector<Object>> adjustFunction(DiffFunction<DenseVector<Object>> function) {
            return function;
        }

        /** Called at the start, and after a failed line search. */
        @Override
        public ApproximateInverseHessian<DenseVector<Object>> initialHistory(
                DiffFunction<DenseVector<Object>> function, DenseVector<Object> point) {
            inverseHessian.clear();
            return super.initialHistory(function, point);
        }

        @Override
        public ApproximateInverseHessian<DenseVector<Object>> updateHistory(
                DenseVector<Object> newPoint,
                DenseVector<Object> newGradient,
                double newValue,
                DiffFunction<DenseVector<Object>> function,
                State<DenseVector<Object>, Object, ApproximateInverseHessian<DenseVector<Object>>> old) {
            inverseHessian.add(old, newPoint, newGradient);
            moved(old.iter() + 1, newPoint);
            return old.history();
        }

        /** Called when an iteration has reached a point. */
        void moved(int iteration, DenseVector<Object> point) {}

        @Override
        public DenseVector<Object> chooseDescentDirection(
                State<DenseVector<Object>, Object, ApproximateInverseHessian<DenseVector<Object>>> state,
                DiffFunction<DenseVector<Object>> function) {
            return BreezeObjective.toVector(inverseHessian.descent(BreezeObjective.values(state.grad()), initial()));
        }

        /** Inverse Hessian before any step. */
        Optional<UnaryOperator<double[]>> initial() {
            return Optional.empty();
        }
    }

    /** L-BFGS with the metric as preconditioner. The first trial step has length 1. */
    private final class Preconditioned extends Parallel {
        private static final long serialVersionUID = 1L;

        private final double scale;

        private Preconditioned(double scale) {
            super(maxIter(), 0.0);
            this.scale = scale;
        }

        @Override
        public ApproximateInverseHessian<DenseVector<Object>> initialHistory(
                DiffFunction<DenseVector<Object>> function, DenseVector<Object> point) {
            refresh(point);
            return super.initialHistory(function, point);
        }

        @Override
        void moved(int iteration, DenseVector<Object> point) {
            if (REFRESHES.contains(iteration)) {
                refresh(point);
            }
        }

        private void refresh(DenseVector<Object> point) {
            if (Thread.currentThread().isInterrupted()) {
                throw SparkFailure.asIs(new InterruptedException());
            }
            metric = metrics.orElseThrow().at(BreezeObjective.toArray(point));
        }

        @Override
        Optional<UnaryOperator<double[]>> initial() {
            return Optional.of(gradient -> {
                double[] step = Objects.requireNonNull(metric).solve(gradient);
                for (int i = 0; i < step.length; i++) {
                    step[i] /= scale; // the gradient is that of the scaled objective
                }
                return step;
            });
        }

        @Override
        public double determineStepSize(
                State<DenseVector<Object>, Object, ApproximateInverseHessian<DenseVector<Object>>> state,
                DiffFunction<DenseVector<Object>> function,
                DenseVector<Object> direction) {
            double step = new StrongWolfeLineSearch(SEARCH_STEPS, SEARCH_STEPS)
                    .minimize(
                            LineSearch$.MODULE$.functionFromSearchDirection(
                                    function, state.x(), direction, DenseVector.space_Double()),
                            1.0);
            if (step < MIN_STEP) {
                throw new StepSizeUnderflow();
            }
            return step;
        }
    }
}
