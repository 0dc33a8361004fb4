/**
 * Stages that create feature vectors from the columns of a table.
 *
 * <p>Knows Spark ML, {@code table} (encoding without Spark), {@code compat}, {@code saving} and the rules of values in
 * {@code param}. Must not know losses, training or models.
 */
@NullMarked
package org.focalspark.feature;

import org.jspecify.annotations.NullMarked;
