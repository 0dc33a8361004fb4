package org.focalspark.objective;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Sampling rate of each class. Classes have equal numbers of rows in the sample; a class with fewer rows is taken
 * completely.
 *
 * <p>A row is taken if its hash is small. The sample therefore does not depend on the order of the rows or on
 * partitions; equal rows are all taken or all skipped. Immutable and thread-safe.
 */
public final class SampleRates implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Number of hashes without their lowest bit. */
    private static final double HASHES = 0x1.0p63;

    private final double any;
    private final double[] rates;
    private final boolean multilabel;

    private SampleRates(double any, double[] rates, boolean multilabel) {
        this.any = any;
        this.rates = rates;
        this.multilabel = multilabel;
    }

    /**
     * Creates the rates for rows of one class each.
     *
     * @param rows number of rows of positive weight of each class
     * @param numRows number of rows that the sample should have
     * @return rates
     */
    public static SampleRates ofClasses(double[] rows, double numRows) {
        double[] rates = new double[rows.length];
        double[] sizes = rows.clone();
        Arrays.sort(sizes);
        double left = numRows;
        double share = 0.0;
        for (int k = 0; k < sizes.length; k++) { // the smallest class first: larger classes share what it does not use
            share = left / (sizes.length - k);
            left -= Math.min(share, sizes[k]);
        }
        for (int k = 0; k < rows.length; k++) {
            rates[k] = rows[k] <= share ? 1.0 : share / rows[k];
        }
        return new SampleRates(0.0, rates, false);
    }

    /**
     * Creates the rates for rows of several labels: half of the sample from all rows, half from the rows with a label.
     *
     * @param positive number of rows with each label
     * @param total number of rows
     * @param numRows number of rows that the sample should have
     * @return rates
     */
    public static SampleRates ofLabels(double[] positive, double total, double numRows) {
        double[] rates = new double[positive.length];
        for (int k = 0; k < rates.length; k++) {
            rates[k] = Math.min(1.0, 0.5 * numRows / rates.length / Math.max(positive[k], 1.0));
        }
        return new SampleRates(Math.min(1.0, (total <= numRows ? 1.0 : 0.5) * numRows / total), rates, true);
    }

    /**
     * Whether every row is taken.
     *
     * @return false if the sample lacks rows
     */
    public boolean isAll() {
        return any == 1.0 || (!multilabel && Arrays.stream(rates).allMatch(rate -> rate == 1.0));
    }

    /** Probability with which a row is taken. Rows of a class that was not counted, in another fold, are all taken. */
    double rate(FeatureBlock block, int row) {
        if (!multilabel) {
            int label = (int) block.labels()[row];
            return label < rates.length ? rates[label] : 1.0;
        }
        double rate = any;
        for (int k = 0; k < rates.length; k++) {
            rate = block.labels()[row * rates.length + k] == 1.0 ? Math.max(rate, rates[k]) : rate;
        }
        return rate;
    }

    /** Whether a row with this hash is taken. */
    static boolean takes(double rate, long hash) {
        return rate >= 1.0 || (hash >>> 1) < rate * HASHES;
    }
}
