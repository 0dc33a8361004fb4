package org.focalspark.training;

import breeze.linalg.DenseVector;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.LBFGS;

/** Limited-memory BFGS with a strong Wolfe line search. */
final class LbfgsSolver extends Solver {

    LbfgsSolver(int maxIter, double tol) {
        super(maxIter, tol);
    }

    @Override
    FirstOrderMinimizer<DenseVector<Object>, DiffFunction<DenseVector<Object>>> minimizer(double scale) {
        return new LBFGS<>(maxIter(), HISTORY, tol(), DenseVector.space_Double());
    }
}
