package org.focalspark.loss;

/**
 * Loss part of an objective, with the factors that convert sums of multipliers over all rows to its gradient.
 *
 * @param value loss, nats per unit of weight
 * @param perLoss factor of the gradient sum of the losses, one per column
 * @param perFactor factor of the gradient sum of the focal factors, one per column; empty if there are no such sums
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Reduction(double value, double[] perLoss, double[] perFactor) {}
