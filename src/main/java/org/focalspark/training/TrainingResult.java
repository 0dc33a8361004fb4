package org.focalspark.training;

import org.focalspark.loss.MarginLoss;

/**
 * Result of a fit.
 *
 * @param loss minimized loss
 * @param coefficients coefficients on the original scale, column by column
 * @param intercepts intercept of each column, 0 where none was fitted
 * @param numFeatures number of features
 * @param numRows number of rows that took part
 * @param priors base rate of each class or label by instance weight
 * @param objectiveHistory objective at the start and after each iteration, nats per unit of weight
 * @param gradientNormHistory norm of the objective's gradient at the same points, in standardized coefficients
 * @param converged whether the solver reached its tolerance
 * @param convergenceReason why the solver stopped, as text
 * @param gradientNorm norm of the objective's gradient at the solution, in standardized coefficients
 * @param nonConvexShare share of the weight of all rows at whose margin the loss is not convex, NaN if unknown
 * @param estimatedGap estimate of how far the objective is above its minimum, nats per unit of weight; NaN if unknown
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record TrainingResult(
        MarginLoss loss,
        double[] coefficients,
        double[] intercepts,
        int numFeatures,
        long numRows,
        double[] priors,
        double[] objectiveHistory,
        double[] gradientNormHistory,
        boolean converged,
        String convergenceReason,
        double gradientNorm,
        double nonConvexShare,
        double estimatedGap) {}
