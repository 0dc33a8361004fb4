package org.focalspark.tuning;

import org.focalspark.loss.Choice;

/** Values of param selection. */
enum SelectionRule implements Choice {
    /** The candidate with the best mean metric. */
    BEST("best"),
    /** The simplest candidate within one standard error of the best. */
    ONE_STANDARD_ERROR("oneStandardError");

    private final String text;

    SelectionRule(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
