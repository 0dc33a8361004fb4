package org.focalspark.training.input;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Split of rows for validation: k folds, each held out once, or one training set and one held-out set.
 *
 * @param numFolds number of folds, &gt;= 2; unused with a trainRatio
 * @param seed seed of the draws
 * @param foldCol column of fold numbers, instead of draws
 * @param trainRatio share of the rows to train on, in (0, 1), for a single split
 */
public record Folds(int numFolds, long seed, Optional<String> foldCol, OptionalDouble trainRatio) {
    /** Parts of a single split: the training set and the held-out set. */
    static final int TRAINED = 0;

    static final int HELD_OUT = 1;

    /** Number of parts of the split. */
    int numParts() {
        return trainRatio.isPresent() ? 2 : numFolds;
    }

    /** Returns the same folds, defined by a column. */
    Folds in(String column) {
        return new Folds(numFolds, seed, Optional.of(column), trainRatio);
    }

    /**
     * Returns the parts to hold out, one after the other.
     *
     * @return their numbers, ascending
     */
    public int[] heldOut() {
        if (trainRatio.isPresent()) {
            return new int[] {HELD_OUT};
        }
        int[] all = new int[numFolds];
        for (int f = 0; f < numFolds; f++) {
            all[f] = f;
        }
        return all;
    }
}
