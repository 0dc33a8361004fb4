package org.focalspark.training.solver;

import org.focalspark.objective.Metric;

/** Provides approximate Hessians of an objective, which precondition a solver. */
public interface Metrics {
    /**
     * Returns an approximation of the Hessian near a point.
     *
     * @param point the optimizer's vector, which is not changed
     * @return positive definite matrix
     */
    Metric at(double[] point);

    /**
     * Whether the approximation is the Hessian itself, up to rounding and to a small ridge.
     *
     * @return false if it is that of a sample
     */
    boolean isExact();
}
