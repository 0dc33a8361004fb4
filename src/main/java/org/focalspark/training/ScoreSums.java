package org.focalspark.training;

import java.io.Serializable;

/**
 * Sums over held-out rows from which a metric follows. Not thread-safe: one per task, merged afterwards.
 *
 * @param <S> its own type
 */
public interface ScoreSums<S extends ScoreSums<S>> extends Serializable {

    /**
     * Adds a row.
     *
     * @param margins margin of each column; used again for the next row
     * @param labels class index, or label of each column; used again for the next row
     * @param weight instance weight
     */
    void add(double[] margins, double[] labels, double weight);

    /**
     * How large the sums can become.
     *
     * @return numbers in them at most
     */
    default long maxNumbers() {
        return 1_000L;
    }

    /**
     * Adds the sums of other rows.
     *
     * @param other used up
     * @return this or the other, with the sums of both
     */
    S merge(S other);
}
