/**
 * Focal-loss logistic regression for Spark MLlib: the Estimator, its Model, their params, summary and saved format.
 *
 * <p>Knows Spark ML, the training recipe and {@code compat}. Its public signatures show none of the layers below.
 */
@NullMarked
package org.focalspark;

import org.jspecify.annotations.NullMarked;
