/**
 * Model selection: {@code FocalCrossValidator}, {@code FocalTrainValidationSplit} and their models.
 *
 * <p>Knows Spark ML, {@code compat}, {@code classification}, {@code evaluation}, {@code param}, {@code model},
 * {@code saving} and {@code training}, which fits candidates of our estimators together. Other estimators are tuned one
 * fit at a time. Must not know {@code export} or the application.
 */
@NullMarked
package org.focalspark.tuning;

import org.jspecify.annotations.NullMarked;
