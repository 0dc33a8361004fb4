package org.focalspark.app.report;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Grid of cuts that divides scores in [0, 1] into bins. The cuts are evenly spaced in log-odds from -21 to 21;
 * thresholds can be added as cuts. A bin contains the scores above its lower cut, up to and including its upper cut.
 * Counts above a cut are therefore exact, and equal those of a model whose threshold is the cut. Immutable.
 */
public final class ScoreGrid implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Largest absolute log-odds of a cut. Probabilities below 1e-9 and above 1 - 1e-9 need no finer bins. */
    private static final int LARGEST_LOG_ODDS = 21;

    private final double[] cuts;

    private ScoreGrid(double[] cuts) {
        this.cuts = cuts;
    }

    /**
     * Creates a grid.
     *
     * @param cutsPerUnit cuts per unit of log-odds, &gt;= 1; with 64, the odds of neighboring cuts differ by 1.6 %
     * @param thresholds additional cuts, each in [0, 1]
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

    /** Returns the number of bins, one more than the number of cuts. */
    int numBins() {
        return cuts.length + 1;
    }

    /** Returns the bin of a score: the number of cuts below it. */
    int binOf(double score) {
        int found = Arrays.binarySearch(cuts, score);
        return found >= 0 ? found : -found - 1;
    }

    /** Returns the first bin above a cut. */
    int binAbove(double cut) {
        int found = Arrays.binarySearch(cuts, cut);
        if (found < 0) {
            throw new IllegalArgumentException("threshold must be a cut of the grid, but " + cut + " is none.");
        }
        return found + 1;
    }

    /** Returns the lower limit of a bin, exclusive; 0 for the first bin, which includes it. */
    double lower(int bin) {
        return bin == 0 ? 0.0 : cuts[bin - 1];
    }

    /** Returns the upper limit of a bin, inclusive; 1 for the last bin. */
    double upper(int bin) {
        return bin == cuts.length ? 1.0 : cuts[bin];
    }
}
