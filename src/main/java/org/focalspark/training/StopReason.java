package org.focalspark.training;

/** Why a solver stopped. */
enum StopReason {
    OBJECTIVE_CONVERGED("objective converged: over the last 20 iterations it changed by less than tol times its start"),
    GRADIENT_CONVERGED("gradient converged: its norm fell below tol times the objective, or 1e-8 times its scale"),
    PROJECTED_GRADIENT_CONVERGED("projected gradient converged: no entry of it exceeds 1e-5 within the bounds"),
    AT_PRECISION("objective converged: no decrease left along the gradient within double precision"),
    NOT_NEEDED("all labels that carry weight are equal: no training needed"),
    MAX_ITERATIONS(
            "maxIter reached",
            "Raise maxIter, or tol if this precision is enough; a larger regParam takes fewer iterations"),
    LINE_SEARCH_FAILED(
            "line search failed: no lower objective along the search direction",
            "If the gradient norm in the summary is not small, raise regParam, or lower gamma where it is above 0");

    private final boolean converged;
    private final String text;
    private final String wayOut;

    /** A good end. */
    StopReason(String text) {
        this(true, text, "");
    }

    /** An end that the user should do something about. */
    StopReason(String text, String wayOut) {
        this(false, text, wayOut);
    }

    StopReason(boolean converged, String text, String wayOut) {
        this.converged = converged;
        this.text = text;
        this.wayOut = wayOut;
    }

    boolean converged() {
        return converged;
    }

    String text() {
        return text;
    }

    /** What the user can do, without a full stop; empty if the solver converged. */
    String wayOut() {
        return wayOut;
    }
}
