/**
 * Conversion of a Dataset to cached blocks: columns, folds, statistics and checks of the rows, all in one scan.
 *
 * <p>Knows Spark's core, SQL and linalg, jobs, the objective and the losses. Must not know solvers, models or what a
 * fit minimizes.
 */
@NullMarked
package org.focalspark.training.input;

import org.jspecify.annotations.NullMarked;
