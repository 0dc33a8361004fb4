/**
 * From a Dataset to coefficients: blocks and statistics in one scan, the distributed objective, the solvers, the recipe
 * that a fit follows.
 *
 * <p>Knows Spark's core, SQL and linalg, Breeze, the objective and the losses. Must not know params, Estimators or
 * Models.
 */
@NullMarked
package org.focalspark.training;

import org.jspecify.annotations.NullMarked;
