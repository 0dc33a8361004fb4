package org.focalspark.training.solver;

import java.util.Arrays;

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
        StopReason reason) {

    /**
     * Number of iterations.
     *
     * @return length of the history without the start
     */
    public int iterations() {
        return objectiveHistory.length - 1;
    }

    /**
     * Returns this solution with the history of an earlier one, at whose end it started.
     *
     * @param earlier solution of another solver
     * @return solution with the iterations of both
     */
    public Solution after(Solution earlier) {
        return new Solution(
                point,
                evaluation,
                estimatedGap,
                joined(earlier.objectiveHistory, objectiveHistory),
                joined(earlier.gradientNormHistory, gradientNormHistory),
                reason);
    }

    private static double[] joined(double[] history, double[] next) {
        double[] joined = Arrays.copyOf(history, history.length + next.length - 1);
        System.arraycopy(next, 1, joined, history.length, next.length - 1);
        return joined;
    }
}
