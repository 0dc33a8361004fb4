package org.focalspark.training.solver;

/**
 * Where a solver stopped.
 *
 * @param point optimizer's vector
 * @param evaluation objective there
 * @param objectiveHistory objective at the start and after each iteration
 * @param gradientNormHistory norm of what has to vanish, at the same points
 * @param reason why it stopped
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Solution(
        double[] point,
        Evaluation evaluation,
        double[] objectiveHistory,
        double[] gradientNormHistory,
        StopReason reason) {}
