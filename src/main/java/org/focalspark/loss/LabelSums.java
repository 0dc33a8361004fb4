package org.focalspark.loss;

import java.util.Arrays;

/**
 * Sums of the instance weights by label: of the rows of each class and of all other rows; or, if every row has one
 * label per column, of the rows where that label is 1 and of those where it is 0.
 *
 * @param positive weight of class or label k, length numClasses or number of labels
 * @param negative weight of the other rows whose label is known, same length
 * @param total weight of all rows
 * @param multilabel whether every row has a label per column
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record LabelSums(double[] positive, double[] negative, double total, boolean multilabel) {

    /**
     * Creates the sums of classes if every row has one class.
     *
     * @param weightSums sum of the instance weights of each class
     * @return sums
     */
    public static LabelSums ofClasses(double... weightSums) {
        return new LabelSums(
                weightSums, sumsOfOthers(weightSums), Arrays.stream(weightSums).sum(), false);
    }

    /** Sums the other classes directly. Subtracting from the total would lose small classes beside a weight of 1e20. */
    private static double[] sumsOfOthers(double[] weightSums) {
        double[] others = new double[weightSums.length];
        double before = 0.0;
        for (int k = 0; k < others.length; k++) {
            others[k] = before;
            before += weightSums[k];
        }
        double behind = 0.0;
        for (int k = others.length - 1; k >= 0; k--) {
            others[k] += behind;
            behind += weightSums[k];
        }
        return others;
    }

    /**
     * Returns these sums extended by classes without rows.
     *
     * @param numClasses number of classes, &gt;= size
     * @return sums for numClasses classes
     */
    public LabelSums withClasses(int numClasses) {
        return numClasses == size() ? this : ofClasses(Arrays.copyOf(positive, numClasses));
    }

    /**
     * Number of classes or labels.
     *
     * @return length of the arrays
     */
    public int size() {
        return positive.length;
    }

    /**
     * Weight of a class or label.
     *
     * @param k index
     * @return sum of w over the rows that have it
     */
    public double positive(int k) {
        return positive[k];
    }

    /**
     * Weight against a class or label.
     *
     * @param k index
     * @return sum of w over the rows that are known not to have it
     */
    public double negative(int k) {
        return negative[k];
    }

    /**
     * Base rates.
     *
     * @return share of each class in all rows, or of each label in the rows where it is known
     */
    public double[] priors() {
        double[] priors = new double[positive.length];
        for (int k = 0; k < priors.length; k++) {
            priors[k] = positive[k] / (multilabel ? positive[k] + negative[k] : total);
        }
        return priors;
    }
}
