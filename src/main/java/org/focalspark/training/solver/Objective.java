package org.focalspark.training.solver;

/** A differentiable function of the optimizer's vector. */
@FunctionalInterface
public interface Objective {
    /**
     * Returns value and gradient at a point.
     *
     * @param point the optimizer's vector, which is not changed
     * @return arrays that the caller may keep
     */
    Evaluation evaluate(double[] point);
}
