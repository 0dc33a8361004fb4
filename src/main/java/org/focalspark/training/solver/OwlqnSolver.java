package org.focalspark.training.solver;

import breeze.linalg.DenseVector;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.FirstOrderMinimizer.State;
import breeze.optimize.LBFGS.ApproximateInverseHessian;
import breeze.optimize.OWLQN;
import breeze.util.LazyLogger;
import org.focalspark.objective.L1Penalty;
import org.focalspark.objective.Ranges;
import scala.Tuple2;

/** Orthant-wise L-BFGS (Andrew and Gao 2007), for an L1 penalty. */
public final class OwlqnSolver extends Solver {
    private final L1Penalty penalty;

    /**
     * Creates the solver.
     *
     * @param maxIter largest number of iterations
     * @param tol relative convergence tolerance
     * @param penalty the penalty without derivative
     */
    public OwlqnSolver(int maxIter, double tol, L1Penalty penalty) {
        super(maxIter, tol);
        this.penalty = penalty;
    }

    @Override
    FirstOrderMinimizer<DenseVector<Object>, DiffFunction<DenseVector<Object>>> minimizer(double scale) {
        return new Parallel(maxIter(), tol(), penalty.times(scale));
    }

    @Override
    double penalty(double[] point) {
        return penalty.value(point);
    }

    @Override
    double[] residual(double[] point, double[] gradient) {
        return penalty.subgradient(point, gradient);
    }

    /** Breeze's minimizer with our own loops over most vectors, since Breeze boxes each number. */
    private static final class Parallel extends OWLQN<Object, DenseVector<Object>> {
        private static final long serialVersionUID = 1L;

        /**
         * OWL-QN only backtracks, so a step can have negative curvature if the objective is not convex, and one such
         * pair makes every later direction NaN. Such pairs are left out; convex objectives have none.
         */
        private final transient InverseHessian inverseHessian = InverseHessian.ofPositiveCurvature(HISTORY);

        private final transient L1Penalty penalty;

        private Parallel(int maxIter, double tol, L1Penalty penalty) {
            super(maxIter, HISTORY, 0.0, tol, DenseVector.space_Double()); // the penalty is added by adjust
            this.penalty = penalty;
        }

        @Override
        public LazyLogger logger() {
            return breezeLogger(OWLQN.class);
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
            return old.history();
        }

        /** Returns the direction with 0 for each coefficient along whose axis the inverse Hessian would lead uphill. */
        @Override
        public DenseVector<Object> chooseDescentDirection(
                State<DenseVector<Object>, Object, ApproximateInverseHessian<DenseVector<Object>>> state,
                DiffFunction<DenseVector<Object>> function) {
            double[] gradient = BreezeObjective.values(state.adjustedGradient());
            double[] direction = inverseHessian.descent(gradient);
            Ranges.forEach(direction.length, (from, to) -> {
                for (int i = from; i < to; i++) {
                    direction[i] = direction[i] * gradient[i] < 0.0 ? direction[i] : 0.0;
                }
            });
            return BreezeObjective.toVector(direction);
        }

        /** Adds the penalty. */
        @Override
        public Tuple2<Object, DenseVector<Object>> adjust(
                DenseVector<Object> newPoint, DenseVector<Object> newGradient, double newValue) {
            double[] point = BreezeObjective.values(newPoint);
            double[] gradient = penalty.subgradient(point, BreezeObjective.values(newGradient));
            return new Tuple2<>(newValue + penalty.value(point), BreezeObjective.toVector(gradient));
        }
    }
}
