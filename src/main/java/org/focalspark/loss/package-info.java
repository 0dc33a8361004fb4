/**
 * Pointwise losses of a margin with their derivatives, calibration maps and best constants.
 *
 * <p>Knows the JDK only. Must not know feature blocks, Spark or Breeze.
 */
@NullMarked
package org.focalspark.loss;

import org.jspecify.annotations.NullMarked;
