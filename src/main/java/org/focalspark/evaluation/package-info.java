/**
 * Evaluators of scored datasets, {@code FocalLossEvaluator} and {@code CalibrationEvaluator}, and the sums behind their
 * metrics.
 *
 * <p>Knows Spark ML, {@code compat}, {@code param}, {@code model}, {@code saving}, the losses and the sums over
 * held-out rows in {@code training}. Must not know estimators or tuning. {@code MarginMetric} and the sums are
 * public only for other packages of this library.
 */
@NullMarked
package org.focalspark.evaluation;

import org.jspecify.annotations.NullMarked;
