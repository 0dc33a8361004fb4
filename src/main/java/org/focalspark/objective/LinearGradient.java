package org.focalspark.objective;

/**
 * A loss over all rows with its gradient on raw feature values.
 *
 * @param value loss, nats per unit of weight
 * @param coefficients gradient in the coefficients of the raw values, column by column
 * @param offsets gradient in the constant term of each column
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record LinearGradient(double value, double[] coefficients, double[] offsets) {}
