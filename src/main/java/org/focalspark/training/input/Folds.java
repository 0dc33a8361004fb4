package org.focalspark.training.input;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How rows are split for validation: k folds, each of which is held out once, or one part that is trained on and one that is
 * held out.
 *
 * @param numFolds number of folds, &gt;= 2; of no meaning with a trainRatio
 * @param seed seed of the draws
 * @param foldCol column of fold numbers, in place of draws
 * @param trainRatio share of the rows to train on, in (0, 1), if there is one split only
 */
public record Folds(int numFolds, long seed, Optional<String> foldCol, OptionalDouble trainRatio) {
    /** The part of a single split that is trained on, and the one that is held out. */
    static final int TRAINED = 0;

    static final int HELD_OUT = 1;

    /** How many parts the rows fall into. */
    int numParts() {
        return trainRatio.isPresent() ? 2 : numFolds;
    }

    /** The same folds, given by a column. */
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
