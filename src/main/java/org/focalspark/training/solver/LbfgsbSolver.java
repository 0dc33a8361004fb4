package org.focalspark.training.solver;

import breeze.linalg.DenseVector;
import breeze.linalg.MatrixSingularException;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.FirstOrderMinimizer.State;
import breeze.optimize.LBFGSB;
import breeze.util.LazyLogger;
import org.focalspark.objective.Bounds;
import scala.Tuple2;

/** L-BFGS within bounds (Byrd, Lu, Nocedal and Zhu 1995). */
public final class LbfgsbSolver extends Solver {
    private static final int ZOOM_ITERATIONS = 64;

    private static final int FUNCTION_VALUES = 20;

    private final Bounds bounds;
    private final boolean asSpark;

    /**
     * Creates the solver.
     *
     * @param maxIter largest number of iterations
     * @param tol relative convergence tolerance
     * @param bounds lower and upper bound of each entry
     * @param asSpark whether to stop, as Spark does, at a projected gradient of 1e-5, independent of the tolerance
     */
    public LbfgsbSolver(int maxIter, double tol, Bounds bounds, boolean asSpark) {
        super(maxIter, tol);
        this.bounds = bounds;
        this.asSpark = asSpark;
    }

    @Override
    FirstOrderMinimizer<DenseVector<Object>, DiffFunction<DenseVector<Object>>> minimizer(double scale) {
        return asSpark ? new CurvatureChecked(bounds, maxIter(), tol()) : new Tolerant(bounds, maxIter(), tol());
    }

    @Override
    double[] residual(double[] point, double[] gradient) {
        return bounds.projectedGradient(point, gradient);
    }

    /** Breeze fails an assertion or an array access if no entry can move, and it may invert a singular matrix. */
    @Override
    boolean isDeadEnd(Throwable failure) {
        return failure instanceof AssertionError
                || failure instanceof IndexOutOfBoundsException
                || failure instanceof MatrixSingularException;
    }

    /**
     * Ignores pairs of negative curvature. Breeze adds them to its model of the objective, which is then no longer
     * positive definite.
     */
    private static class CurvatureChecked extends LBFGSB {
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
        public LazyLogger logger() {
            return breezeLogger(LBFGSB.class);
        }

        /**
         * When all entries have reached their bounds except those whose gradient is of rounding size, Breeze divides
         * the remainder of one sum of squares by that of another, and the result may be NaN. The entries concerned are
         * then not moved in this step.
         */
        @Override
        public Tuple2<DenseVector<Object>, DenseVector<Object>> getGeneralizedCauchyPoint(
                History history, DenseVector<Object> point, DenseVector<Object> gradient) {
            Tuple2<DenseVector<Object>, DenseVector<Object>> found =
                    super.getGeneralizedCauchyPoint(history, point, gradient);
            double[] products = BreezeObjective.toArray(found._2());
            return new Tuple2<>(
                    finiteOr(BreezeObjective.toArray(found._1()), BreezeObjective.toArray(point)),
                    finiteOr(products, new double[products.length]));
        }

        private static DenseVector<Object> finiteOr(double[] values, double[] others) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Double.isFinite(values[i]) ? values[i] : others[i];
            }
            return BreezeObjective.toVector(values);
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

    /**
     * Breeze's own check would stop at a projected gradient of 1e-5, which a focal objective may have far from its
     * minimum.
     */
    private static final class Tolerant extends CurvatureChecked {
        private static final long serialVersionUID = 1L;

        private final int maxIter;
        private final double tol;

        private Tolerant(Bounds bounds, int maxIter, double tol) {
            super(bounds, maxIter, tol);
            this.maxIter = maxIter;
            this.tol = tol;
        }

        @Override
        public FirstOrderMinimizer.ConvergenceCheck<DenseVector<Object>> convergenceCheck() {
            return FirstOrderMinimizer.defaultConvergenceCheck(
                    maxIter, tol, true, FUNCTION_VALUES, DenseVector.space_Double());
        }
    }
}
