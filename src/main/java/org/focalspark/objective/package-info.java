/**
 * Objective of one task: blocks of rows, the kernels over them, and the conversion of their sums to an objective.
 *
 * <p>Knows the JDK and the losses. Must not know Spark, Breeze or params. The kernels work on a coefficient matrix
 * (number of features x columns); binary classification uses one column.
 */
@NullMarked
package org.focalspark.objective;

import org.jspecify.annotations.NullMarked;
