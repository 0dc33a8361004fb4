package org.focalspark.classification;

/**
 * Facts of a fit: objective history, convergence and stationarity.
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
     * Euclidean norm of the gradient of the objective at the start and after each iteration, with respect to the
     * coefficients of the standardized features and the intercepts. With an L1 penalty it is the norm of the
     * pseudo-gradient, and with bounds of the projected gradient.
     *
     * @return length totalIterations + 1; the last element is {@link #gradientNorm()}
     */
    double[] gradientNormHistory();

    /**
     * Number of iterations of the solver.
     *
     * @return iterations, 0 if no training was needed
     */
    int totalIterations();

    /**
     * Returns whether the solver reached its tolerance. If not, the model is the best point found. As in Spark, the
     * tolerance is on the progress of an iteration, not on the distance from the optimum. With nearly collinear
     * features, progress can become small far from the optimum.
     *
     * @return false after maxIter iterations or a failed line search
     */
    boolean converged();

    /**
     * Returns the reason why the solver stopped.
     *
     * @return reason as text
     */
    String convergenceReason();

    /**
     * Euclidean norm of the gradient of the objective at the solution, with respect to the coefficients of the
     * standardized features and the intercepts.
     *
     * @return norm, 0 at a stationary point
     */
    double gradientNorm();

    /**
     * Share of the total instance weight that belongs to rows at whose margin the loss is not convex. 0 certifies that
     * the objective is convex around the solution. For the focal loss, all these rows have a signed margin below -2.77,
     * for every gamma: the uncalibrated probability of their own label is below 5.85 %. For ovr and multilabel, the
     * share is over the known labels of all fitted columns.
     *
     * @return share in [0, 1]; 0 for log loss and convexFocal; NaN (unknown) for reduced and normalized losses
     */
    double nonConvexShare();

    /**
     * Estimate of how far the objective at the solution is above its minimum: half of g' H<sup>-1</sup> g, the Newton
     * decrement, with the gradient g of all rows and the second derivatives H of a sample.
     *
     * <p>With solver {@code newton} a fit has converged if this is at most a tenth of tol times the objective. Near the
     * solution the estimate is usually correct within a factor of 2. If features are rare in the sample, it may be too
     * small by a factor of 10 or more.
     *
     * <p>Source: Boyd and Vandenberghe 2004, Convex Optimization, section 9.5.
     *
     * @return gap in nats per unit of weight, &gt;= 0; NaN (unknown) with solver lbfgs
     */
    double estimatedGap();
}
