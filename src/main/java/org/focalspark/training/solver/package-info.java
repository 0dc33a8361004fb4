/**
 * Minimizers of a differentiable function of a vector, by Breeze, and why they stopped.
 *
 * <p>Knows Breeze and the vector loops, bounds and penalties of the objective. Must not know rows, losses or the recipe
 * of a fit; of Spark only its exception.
 */
@NullMarked
package org.focalspark.training.solver;

import org.jspecify.annotations.NullMarked;
