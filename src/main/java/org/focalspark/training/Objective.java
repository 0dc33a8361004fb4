package org.focalspark.training;

/** A differentiable function of the optimiser's vector. */
@FunctionalInterface
interface Objective {
    /** Value and gradient at a point, which is not changed; the arrays are the caller's to keep. */
    Evaluation evaluate(double[] point);
}
