package org.focalspark.training.solver;

/**
 * Result of a solver.
 *
 * @param point optimizer's vector
 * @param evaluation objective at this point
 * @param estimatedGap estimate of how far the objective is above its minimum, nats per unit of weight; NaN if unknown
 * @param objectiveHistory objective at the start and after each iteration
 * @param gradientNormHistory norm of the residual, which is 0 at a solution, at the same points
 * @param reason why it stopped
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Solution(
        double[] point,
        Evaluation evaluation,
        double estimatedGap,
        double[] objectiveHistory,
        double[] gradientNormHistory,
        StopReason reason) {}
