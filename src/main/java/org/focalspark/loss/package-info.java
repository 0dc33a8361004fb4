/**
 * Pointwise losses of a margin, and what follows from them alone: derivatives, calibration, best constants.
 *
 * <p>Knows the JDK only. Must not know feature blocks, Spark or Breeze.
 */
@NullMarked
package org.focalspark.loss;

import org.jspecify.annotations.NullMarked;
