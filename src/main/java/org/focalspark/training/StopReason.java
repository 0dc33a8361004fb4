package org.focalspark.training;

/** Why a solver stopped. */
enum StopReason {
    OBJECTIVE_CONVERGED(true, "objective converged: its relative improvement fell below tol"),
    GRADIENT_CONVERGED(true, "gradient converged: its norm fell below tol times the objective"),
    AT_PRECISION(true, "no lower objective within double precision"),
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
