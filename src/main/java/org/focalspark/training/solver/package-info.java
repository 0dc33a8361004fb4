/**
 * Minimizers of a differentiable function of a vector, based on Breeze, and the reasons why they stopped.
 *
 * <p>Knows Breeze and the vector loops, bounds and penalties of the objective. Must not know rows, losses, the
 * procedure of a fit, or any Spark class except SparkException.
 */
@NullMarked
package org.focalspark.training.solver;

import org.jspecify.annotations.NullMarked;
