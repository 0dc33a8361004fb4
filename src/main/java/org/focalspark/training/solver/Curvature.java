package org.focalspark.training.solver;

import breeze.linalg.DenseVector;
import breeze.optimize.FirstOrderMinimizer.State;

/** Test for positive curvature along a step, which every step in the history of a quasi-Newton method must have. */
final class Curvature {
    private Curvature() {}

    static boolean isPositive(
            DenseVector<Object> newPoint, DenseVector<Object> newGradient, State<DenseVector<Object>, ?, ?> old) {
        double[] point = BreezeObjective.values(newPoint);
        double[] gradient = BreezeObjective.values(newGradient);
        double[] oldPoint = BreezeObjective.values(old.x());
        double[] oldGradient = BreezeObjective.values(old.grad());
        double product = 0.0;
        for (int i = 0; i < point.length; i++) {
            product += (point[i] - oldPoint[i]) * (gradient[i] - oldGradient[i]);
        }
        return product > 0.0;
    }
}
