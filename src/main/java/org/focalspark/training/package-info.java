/**
 * Procedure of a fit: scan, checks, start point, minimization, conversion to the original scale; for one model, for
 * several in lockstep, and for candidates over folds.
 *
 * <p>The rows come from {@code training.input}, passes from {@code training.job}, solvers from {@code training.solver}.
 * Knows Spark's core, SQL and linalg, the objective and the losses. Must not know params, Estimators or Models.
 */
@NullMarked
package org.focalspark.training;

import org.jspecify.annotations.NullMarked;
