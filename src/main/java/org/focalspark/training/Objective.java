package org.focalspark.training;

/** A differentiable function of the optimiser's vector. */
@FunctionalInterface
interface Objective {
    /** Value and gradient at a point, which is not changed. */
    Evaluation evaluate(double[] point);
}
