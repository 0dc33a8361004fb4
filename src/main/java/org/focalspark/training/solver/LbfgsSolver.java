package org.focalspark.training.solver;

import breeze.linalg.DenseVector;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.FirstOrderMinimizer.State;
import breeze.optimize.LBFGS;
import breeze.util.LazyLogger;

/** Limited-memory BFGS with a strong Wolfe line search. */
public final class LbfgsSolver extends Solver {

    /**
     * Creates the solver.
     *
     * @param maxIter largest number of iterations
     * @param tol relative convergence tolerance
     */
    public LbfgsSolver(int maxIter, double tol) {
        super(maxIter, tol);
    }

    @Override
    FirstOrderMinimizer<DenseVector<Object>, DiffFunction<DenseVector<Object>>> minimizer(double scale) {
        return new Parallel(maxIter(), tol());
    }

    /**
     * Breeze's minimizer with our own history, which uses all cores of the driver. The history in Breeze's states stays
     * empty.
     */
    private static final class Parallel extends LBFGS<DenseVector<Object>> {
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
            return old.history();
        }

        @Override
        public DenseVector<Object> chooseDescentDirection(
                State<DenseVector<Object>, Object, ApproximateInverseHessian<DenseVector<Object>>> state,
                DiffFunction<DenseVector<Object>> function) {
            return BreezeObjective.toVector(inverseHessian.descent(BreezeObjective.values(state.grad())));
        }
    }
}
