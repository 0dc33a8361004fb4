/**
 * What a loss evaluates a tile of rows with: labels and weights, scratch arrays, and elementary functions that have the
 * same bits on every machine.
 *
 * <p>Knows the JDK only. Must not know losses.
 */
@NullMarked
package org.focalspark.loss.tile;

import org.jspecify.annotations.NullMarked;
