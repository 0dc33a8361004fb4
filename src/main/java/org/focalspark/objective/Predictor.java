package org.focalspark.objective;

import java.io.Serializable;

/**
 * The linear part of a model on raw feature values: margin of column c = x . coefficients_c + offset_c.
 *
 * @param coefficients coefficients of the raw values, column by column, length numFeatures * columns; not copied
 * @param offsets constant term of each column, length columns; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between driver and kernels, never compared
public record Predictor(double[] coefficients, double[] offsets) implements Serializable {}
