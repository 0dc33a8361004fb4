/**
 * Metrics of models on the held-out set: scored rows, sums over them, and metrics for binary and multiclass labels.
 *
 * <p>Knows {@code app.data}, {@code app.config}, {@code app.text} and the library's models. Must not know the fits or
 * the report of the job.
 */
@NullMarked
package org.focalspark.app.metrics;

import org.jspecify.annotations.NullMarked;
