package org.focalspark.app.report;

import java.io.Serializable;
import java.util.List;

/**
 * What models say of one row.
 *
 * @param events as many of every row, in the same order
 * @param weight instance weight
 */
public record RowScores(List<Event> events, double weight) implements Serializable {

    /**
     * Something that a model gives a probability to.
     *
     * @param score the probability, NaN if the model has none for this row
     * @param hit whether it came true
     */
    public record Event(double score, boolean hit) implements Serializable {}
}
