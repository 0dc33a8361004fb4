package org.focalspark.app.report;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Where scores in [0, 1] are cut into bins: evenly in their log-odds from -21 to 21, and at some thresholds more. A bin
 * takes the scores above one cut up to the next, so that counts above a cut are exact, and are those of a model whose
 * threshold is the cut. Immutable.
 */
public final class ScoreGrid implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Probabilities beyond 1e-9 and 1 - 1e-9 are told apart by nobody. */
    private static final int LARGEST_LOG_ODDS = 21;

    private final double[] cuts;

    private ScoreGrid(double[] cuts) {
        this.cuts = cuts;
    }

    /**
     * Makes a grid.
     *
     * @param cutsPerUnit cuts per unit of log-odds, &gt;= 1; 64 tells odds apart that differ by 1.6 %
     * @param thresholds more cuts, each in [0, 1]
     * @return the grid
     */
    public static ScoreGrid of(int cutsPerUnit, double... thresholds) {
        int last = LARGEST_LOG_ODDS * cutsPerUnit;
        DoubleStream even =
                IntStream.rangeClosed(-last, last).mapToDouble(k -> 1.0 / (1.0 + Math.exp(-(double) k / cutsPerUnit)));
        return new ScoreGrid(DoubleStream.concat(even, Arrays.stream(thresholds))
                .sorted()
                .distinct()
                .toArray());
    }

    /** One more than there are cuts. */
    int numBins() {
        return cuts.length + 1;
    }

    /** Number of cuts below a score. */
    int binOf(double score) {
        int found = Arrays.binarySearch(cuts, score);
        return found >= 0 ? found : -found - 1;
    }

    /** The first bin above a cut. */
    int binAbove(double cut) {
        int found = Arrays.binarySearch(cuts, cut);
        if (found < 0) {
            throw new IllegalArgumentException("threshold must be a cut of the grid, but " + cut + " is none.");
        }
        return found + 1;
    }

    /** What scores of a bin are above, 0 in the first. */
    double lower(int bin) {
        return bin == 0 ? 0.0 : cuts[bin - 1];
    }

    /** The largest score that a bin takes, 1 in the last. */
    double upper(int bin) {
        return bin == cuts.length ? 1.0 : cuts[bin];
    }
}
