package org.focalspark.training;

import breeze.linalg.DenseVector;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.FirstOrderMinimizer.State;
import breeze.optimize.LBFGS.ApproximateInverseHessian;
import breeze.optimize.OWLQN;
import org.focalspark.objective.L1Penalty;
import scala.Function1;

/** Orthant-wise L-BFGS (Andrew and Gao 2007), for an L1 penalty. */
final class OwlqnSolver extends Solver {
    private final L1Penalty penalty;

    OwlqnSolver(int maxIter, double tol, L1Penalty penalty) {
        super(maxIter, tol);
        this.penalty = penalty;
    }

    @Override
    FirstOrderMinimizer<DenseVector<Object>, DiffFunction<DenseVector<Object>>> minimizer(double scale) {
        return new CurvatureChecked(maxIter(), index -> scale * penalty.weight((Integer) index), tol());
    }

    @Override
    double penalty(double[] point) {
        return penalty.value(point);
    }

    @Override
    double[] residual(double[] point, double[] gradient) {
        return penalty.subgradient(point, gradient);
    }

    /**
     * OWLQN only backtracks, so where the objective is not convex a step can meet negative curvature, and one such
     * pair in the history makes every later direction NaN. The pair is left out instead; convex objectives have none.
     */
    private static final class CurvatureChecked extends OWLQN<Object, DenseVector<Object>> {
        private static final long serialVersionUID = 1L;

        private CurvatureChecked(int maxIter, Function1<Object, Object> weights, double tol) {
            super(maxIter, HISTORY, weights, tol, DenseVector.space_Double());
        }

        @Override
        public ApproximateInverseHessian<DenseVector<Object>> updateHistory(
                DenseVector<Object> newPoint,
                DenseVector<Object> newGradient,
                double newValue,
                DiffFunction<DenseVector<Object>> function,
                State<DenseVector<Object>, Object, ApproximateInverseHessian<DenseVector<Object>>> old) {
            return Curvature.isPositive(newPoint, newGradient, old)
                    ? super.updateHistory(newPoint, newGradient, newValue, function, old)
                    : old.history();
        }
    }
}
