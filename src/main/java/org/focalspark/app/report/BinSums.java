package org.focalspark.app.report;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Sums over the rows of each bin. The arrays are allocated with the first row, since every task receives an instance.
 * Mutable during aggregation.
 */
final class BinSums implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int ROWS = 0;
    private static final int WEIGHT = 1;
    private static final int HITS = 2;
    private static final int SCORES = 3;
    private static final int SQUARES = 4;
    private static final int NUM_SUMS = 5;

    private double[] sums = {};

    void add(int numBins, int bin, ScoreBin row) {
        if (sums.length == 0) {
            sums = new double[NUM_SUMS * numBins];
        }
        int first = NUM_SUMS * bin;
        sums[first + ROWS] += row.rows();
        sums[first + WEIGHT] += row.weight();
        sums[first + HITS] += row.hits();
        sums[first + SCORES] += row.scores();
        sums[first + SQUARES] += row.squares();
    }

    void merge(BinSums that) {
        if (sums.length == 0) {
            sums = that.sums;
        } else if (that.sums.length > 0) {
            Arrays.setAll(sums, i -> sums[i] + that.sums[i]);
        }
    }

    /** Returns the sums of a bin. */
    ScoreBin of(int bin) {
        int first = NUM_SUMS * bin;
        return sums.length == 0
                ? ScoreBin.EMPTY
                : new ScoreBin(
                        (long) sums[first + ROWS],
                        sums[first + WEIGHT],
                        sums[first + HITS],
                        sums[first + SCORES],
                        sums[first + SQUARES]);
    }
}
