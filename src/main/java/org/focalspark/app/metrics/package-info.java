/**
 * How good a model is on held-out rows: scored rows, sums over them, and metrics for two classes and for many.
 *
 * <p>Knows {@code app.data}, {@code app.config}, {@code app.text} and the library's models. Must not know how the job
 * trains, or where it shows the metrics.
 */
@NullMarked
package org.focalspark.app.metrics;

import org.jspecify.annotations.NullMarked;
