/**
 * Classifiers with focal loss, laid out as Spark's package of the same name: {@code FocalLogisticRegression} for
 * classes, {@code FocalMultilabelClassifier} for labels, their models and training summaries.
 *
 * <p>Knows Spark ML, {@code compat}, {@code param}, {@code model}, {@code saving}, {@code evaluation} (for summaries),
 * {@code training} and the losses. {@code FitPlan} is the only way from params to {@code training}. Must not know
 * {@code tuning}, {@code export} or the application. {@code FitPlan} and {@code FittedModels} are public only for other
 * packages of this library.
 */
@NullMarked
package org.focalspark.classification;

import org.jspecify.annotations.NullMarked;
