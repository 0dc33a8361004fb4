package org.focalspark.training.solver;

/** Why a solver stopped. */
public enum StopReason {
    /** The objective hardly changes any more. */
    OBJECTIVE_CONVERGED("objective converged: over the last 20 iterations it changed by less than tol times its start"),
    /** The estimated gap to the minimum is small. */
    GAP_CONVERGED("gap converged: the estimated gap to the minimum fell below a tenth of tol times the objective"),
    /** The gradient is small. */
    GRADIENT_CONVERGED("gradient converged: its norm fell below tol times the objective, or 1e-8 times its scale"),
    /** The projected gradient is small. */
    PROJECTED_GRADIENT_CONVERGED("projected gradient converged: no entry of it exceeds 1e-5 within the bounds"),
    /** The line search failed where rounding hides any decrease. */
    AT_PRECISION("objective converged: no decrease left along the gradient within double precision"),
    /** The best model is known without a solver. */
    NOT_NEEDED("all labels that carry weight are equal: no training needed"),
    /** The largest number of iterations was reached. */
    MAX_ITERATIONS(
            "maxIter reached",
            "Raise maxIter, or tol if this precision is enough; a larger regParam takes fewer iterations"),
    /** The line search failed away from a solution. */
    LINE_SEARCH_FAILED(
            "line search failed: no lower objective along the search direction",
            "If the gradient norm in the summary is not small, raise regParam, or lower gamma where it is above 0");

    private final boolean converged;
    private final String text;
    private final String wayOut;

    /** Creates the reason of a solver that converged. */
    StopReason(String text) {
        this(true, text, "");
    }

    /** Creates the reason of a solver that did not converge. */
    StopReason(String text, String wayOut) {
        this(false, text, wayOut);
    }

    StopReason(boolean converged, String text, String wayOut) {
        this.converged = converged;
        this.text = text;
        this.wayOut = wayOut;
    }

    /**
     * Returns whether the solver reached its tolerance.
     *
     * @return false if the user should change something
     */
    public boolean converged() {
        return converged;
    }

    /**
     * Returns the reason as text.
     *
     * @return text without a final period
     */
    public String text() {
        return text;
    }

    /**
     * Returns what the user can do.
     *
     * @return text without a final period; empty if the solver converged
     */
    public String wayOut() {
        return wayOut;
    }
}
