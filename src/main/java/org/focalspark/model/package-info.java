/**
 * Parts of a fitted model: coefficients, feature names, the map from margins to probabilities, and the saved format.
 *
 * <p>Knows Spark ML, {@code compat}, {@code param}, {@code saving}, the losses and the result of a fit in
 * {@code training}. Must not know estimators or the model classes of {@code classification}. Internal: users reach all
 * of this through the model classes.
 */
@NullMarked
package org.focalspark.model;

import org.jspecify.annotations.NullMarked;
