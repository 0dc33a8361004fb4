package org.focalspark.training;

/** Why a solver stopped. */
enum StopReason {
    OBJECTIVE_CONVERGED(
            true, "objective converged: over the last 20 iterations it changed by less than tol times its start"),
    GRADIENT_CONVERGED(
            true, "gradient converged: its norm fell below tol times the objective, or 1e-8 times its scale"),
    PROJECTED_GRADIENT_CONVERGED(true, "projected gradient converged: no entry of it exceeds 1e-5 within the bounds"),
    AT_PRECISION(true, "objective converged: no decrease left along the gradient within double precision"),
    NOT_NEEDED(true, "all labels that carry weight are equal: no training needed"),
    MAX_ITERATIONS(false, "maxIter reached"),
    LINE_SEARCH_FAILED(false, "line search failed: no lower objective along the search direction");

    private final boolean converged;
    private final String text;

    StopReason(boolean converged, String text) {
        this.converged = converged;
        this.text = text;
    }

    boolean converged() {
        return converged;
    }

    String text() {
        return text;
    }
}
