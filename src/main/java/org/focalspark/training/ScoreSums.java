package org.focalspark.training;

import java.io.Serializable;

/**
 * Sums over held-out rows from which a metric is computed. Not thread-safe: one instance per task, merged afterward.
 *
 * @param <S> its own type
 */
public interface ScoreSums<S extends ScoreSums<S>> extends Serializable {

    /**
     * Adds a row.
     *
     * @param margins margin of each column; the array is reused for the next row
     * @param labels class index, or label of each column; the array is reused for the next row
     * @param weight instance weight
     */
    void add(double[] margins, double[] labels, double weight);

    /**
     * Maximum size of the sums.
     *
     * @return maximum number of values in the sums
     */
    default long maxNumbers() {
        return 1_000L;
    }

    /**
     * Adds the sums of other rows.
     *
     * @param other sums of other rows; must not be used afterward
     * @return this or the other, with the sums of both
     */
    S merge(S other);
}
