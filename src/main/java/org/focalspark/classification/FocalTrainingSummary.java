package org.focalspark.classification;

/**
 * How a fit went.
 *
 * @since 0.1.0
 */
public interface FocalTrainingSummary {

    /**
     * Objective (mean loss + penalty) at the start and after each iteration.
     *
     * @return length totalIterations + 1, nats per unit of weight
     */
    double[] objectiveHistory();

    /**
     * Euclidean norm of the objective's gradient at the start and after each iteration, in the coefficients of the
     * standardized features and the intercept. With an L1 penalty or bounds, of what has to vanish in the gradient's
     * place.
     *
     * @return length totalIterations + 1; the last one is {@link #gradientNorm()}
     */
    double[] gradientNormHistory();

    /**
     * Number of iterations of the solver.
     *
     * @return iterations, 0 if no training was needed
     */
    int totalIterations();

    /**
     * Whether the solver reached its tolerance. If not, the model is the best point found. As with Spark, the tolerance
     * bounds the progress and not the distance from the optimum: nearly collinear features can stop progress early.
     *
     * @return false after maxIter iterations or a failed line search
     */
    boolean converged();

    /**
     * Why the solver stopped.
     *
     * @return a sentence in words
     */
    String convergenceReason();

    /**
     * Euclidean norm of the objective's gradient at the solution, in the coefficients of the standardized features and
     * the intercept.
     *
     * @return norm, 0 at a stationary point
     */
    double gradientNorm();

    /**
     * Share of the instance weight of all rows at whose margin the loss is not convex. For the focal loss these
     * have a signed margin below -2.77 for every gamma, where the sigmoid, before calibration, gives their own label
     * less than 5.85 %. 0 certifies that the objective is convex around the solution. With columns for classes or
     * labels, of the weight of all known labels of the columns that were fitted.
     *
     * @return share in [0, 1], 0 for log loss and convexFocal; NaN for reduced and normalized losses, of which it is
     *     not known
     */
    double nonConvexShare();
}
