package org.focalspark.app.report;

import java.io.Serializable;
import java.util.List;

/**
 * Scores of one row by all models.
 *
 * @param events events, in the same number and order for every row
 * @param weight instance weight
 */
public record RowScores(List<Event> events, double weight) implements Serializable {

    /**
     * An event with its predicted probability.
     *
     * @param score probability of the event, NaN if the model has none for this row
     * @param hit whether the event occurred
     */
    public record Event(double score, boolean hit) implements Serializable {}
}
