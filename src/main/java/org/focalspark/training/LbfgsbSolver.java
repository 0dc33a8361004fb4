package org.focalspark.training;

import breeze.linalg.DenseVector;
import breeze.linalg.MatrixSingularException;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.FirstOrderMinimizer.State;
import breeze.optimize.LBFGSB;
import org.focalspark.objective.Bounds;

/** L-BFGS within bounds (Byrd, Lu, Nocedal and Zhu 1995). */
final class LbfgsbSolver extends Solver {
    private static final int ZOOM_ITERATIONS = 64;

    private final Bounds bounds;

    LbfgsbSolver(int maxIter, double tol, Bounds bounds) {
        super(maxIter, tol);
        this.bounds = bounds;
    }

    @Override
    FirstOrderMinimizer<DenseVector<Object>, DiffFunction<DenseVector<Object>>> minimizer(double scale) {
        return new CurvatureChecked(bounds, maxIter(), tol());
    }

    @Override
    double[] residual(double[] point, double[] gradient) {
        return bounds.projectedGradient(point, gradient);
    }

    /** Breeze asserts that some entry can move, looks it up without asking, and inverts matrices that may be singular. */
    @Override
    boolean isDeadEnd(Throwable failure) {
        return failure instanceof AssertionError
                || failure instanceof IndexOutOfBoundsException
                || failure instanceof MatrixSingularException;
    }

    /** Breeze takes pairs of negative curvature into its model of the objective, which is then not positive any more. */
    private static final class CurvatureChecked extends LBFGSB {
        private static final long serialVersionUID = 1L;

        private CurvatureChecked(Bounds bounds, int maxIter, double tol) {
            super(
                    BreezeObjective.toVector(bounds.lower()),
                    BreezeObjective.toVector(bounds.upper()),
                    maxIter,
                    HISTORY,
                    tol,
                    ZOOM_ITERATIONS,
                    ZOOM_ITERATIONS);
        }

        @Override
        public History updateHistory(
                DenseVector<Object> newPoint,
                DenseVector<Object> newGradient,
                double newValue,
                DiffFunction<DenseVector<Object>> function,
                State<DenseVector<Object>, Object, History> old) {
            return Curvature.isPositive(newPoint, newGradient, old)
                    ? super.updateHistory(newPoint, newGradient, newValue, function, old)
                    : old.history();
        }
    }
}
