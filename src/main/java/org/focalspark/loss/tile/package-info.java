/**
 * Inputs and tools for evaluating a loss on a tile of rows: labels, weights, scratch arrays, and elementary functions
 * that are bit-identical on every machine.
 *
 * <p>Knows the JDK only. Must not know losses.
 */
@NullMarked
package org.focalspark.loss.tile;

import org.jspecify.annotations.NullMarked;
