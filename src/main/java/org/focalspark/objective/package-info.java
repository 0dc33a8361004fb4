/**
 * The objective of one task: blocks of rows, the kernels over them, and what turns their sums into an objective.
 *
 * <p>Knows the JDK and the losses. Must not know Spark, Breeze or params. The kernels work on a coefficient matrix
 * (number of features x columns), of which binary classification uses one column.
 */
@NullMarked
package org.focalspark.objective;

import org.jspecify.annotations.NullMarked;
