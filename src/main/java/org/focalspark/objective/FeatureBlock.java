package org.focalspark.objective;

import java.io.Serializable;
import org.focalspark.loss.ClassWeights;

/**
 * Block of rows of a partition: labels, weights and raw feature values, with the two products of a linear model.
 *
 * <p>Values are neither scaled nor centered, so that one scan of the input computes both the blocks and the statistics.
 * {@link Scaling} applies the scale to the coefficients instead. Immutable by convention: arrays are not copied and
 * must not be changed. Serializable, since blocks may be spilled or sent to another executor.
 */
public abstract class FeatureBlock implements Serializable {
    /** Number of features of a block of rows whose vector is null. */
    public static final int NO_VECTOR = -1;

    private static final long serialVersionUID = 1L;

    private final int numFeatures;
    private final int numRows;
    private final double[] labels;
    private final double[] weights;
    private long hash;
    private int fold;

    /**
     * Creates a block of rows.
     *
     * @param numFeatures size of every row's vector, or {@link #NO_VECTOR}
     * @param numRows number of rows
     * @param labels unchecked labels, row by row, NaN for null
     * @param weights instance weight of each row, or an empty array if all are 1
     */
    FeatureBlock(int numFeatures, int numRows, double[] labels, double[] weights) {
        this.numFeatures = numFeatures;
        this.numRows = numRows;
        this.labels = labels;
        this.weights = weights;
    }

    /**
     * Number of rows.
     *
     * @return rows, &gt;= 0
     */
    public final int numRows() {
        return numRows;
    }

    /**
     * Size of the rows' vectors.
     *
     * @return number of features, or {@link #NO_VECTOR}
     */
    public final int numFeatures() {
        return numFeatures;
    }

    /**
     * Number of labels of a row: one class index, or one label per column.
     *
     * @return labels per row, 0 if the rows have no labels
     */
    public final int numLabels() {
        return numRows == 0 ? 0 : labels.length / numRows;
    }

    /**
     * Labels of the rows.
     *
     * @return length numRows * numLabels, row by row; not a copy
     */
    public final double[] labels() {
        return labels;
    }

    /**
     * Instance weights of the rows.
     *
     * @return length numRows, or 0 if all weights are 1; not a copy
     */
    public final double[] weights() {
        return weights;
    }

    /**
     * Instance weight of one row.
     *
     * @param row index of the row
     * @return its weight, 1 if the block has no weights
     */
    public final double weight(int row) {
        return weights.length == 0 ? 1.0 : weights[row];
    }

    /**
     * Size of the block as a measure of the work of a pass.
     *
     * @return number of stored values plus number of rows
     */
    public final long size() {
        return (long) numRows + values().size();
    }

    /**
     * Sets the fold of the rows. Must be called before the block is passed on.
     *
     * @param number number of the fold, &gt;= 0
     * @return this
     */
    public final FeatureBlock inFold(int number) {
        fold = number;
        return this;
    }

    /**
     * Fold of the rows.
     *
     * @return number of the fold, 0 if there is only one
     */
    public final int fold() {
        return fold;
    }

    /**
     * A stored value that is NaN or infinite.
     *
     * @return one such value, or 0 if all are finite
     */
    public final double nonFiniteValue() {
        return values().nonFinite();
    }

    /** Computes the hash of all rows; the last step of a constructor. */
    final void takeHash() {
        for (int r = 0; r < numRows; r++) {
            hash += Fingerprint.mix(contents(r) + Fingerprint.hash(-1L, weight(r)));
        }
    }

    /** Hash of the labels and values of a row, of any weight. */
    final long rowHash(int row) {
        return Fingerprint.mix(contents(row));
    }

    private long contents(int row) {
        long sum = numFeatures + hashOfRow(row);
        for (int k = 0; k < numLabels(); k++) {
            sum += Fingerprint.hash(-2L - k, labels[row * numLabels() + k]);
        }
        return sum;
    }

    /** Sum of the hashes of the rows. */
    final long hash() {
        return hash;
    }

    /** Hash of the values of a row, independent of how they are stored. */
    abstract long hashOfRow(int row);

    /**
     * Copies the raw values of a row to an array, which has zeros there.
     *
     * @param row index of the row
     * @param target receives the values
     * @param from index of the first value in the target
     */
    public abstract void copyRow(int row, double[] target, int from);

    /** The stored values, in no promised order; not a copy. */
    abstract Values values();

    /**
     * Maximum number of rows of a tile, so that data that is used again is still in a cache.
     *
     * @param numColumns number of margins of a row, or of multipliers if that is larger
     * @param products products that will read dense rows
     * @return rows, &gt; 0
     */
    abstract int tileRows(int numColumns, DenseProducts products);

    /**
     * Adds values x coefficients to the margins of a tile of rows.
     *
     * @param tile rows
     * @param coefficients coefficients of the raw values, column by column, length numFeatures * columns
     * @param margins margin of row r of the tile and column c at {@code c * tile.numRows + r}
     */
    abstract void addMargins(Tile tile, double[] coefficients, double[] margins);

    /**
     * Adds (values of the tile)' x multipliers to the gradient.
     *
     * @param tile rows
     * @param multipliers multiplier of row r and column c at {@code c * tile.numRows + r}
     * @param gradient receives the sums, column by column, length numFeatures * columns
     */
    abstract void addGradient(Tile tile, double[] multipliers, double[] gradient);

    /**
     * Adds the values of one row to the moments of their features.
     *
     * @param row index of the row
     * @param weight weight of the row, &gt; 0
     * @param moments receives weight, sum and sum of squares of the values that are not 0
     */
    abstract void addRow(int row, double weight, FeatureMoments.Sums moments);

    /**
     * Adds the values of all rows with weight 1 to the moments of their features, in storage order.
     *
     * @param moments receives weight, sum and sum of squares of the values that are not 0
     */
    abstract void addAllRows(FeatureMoments.Sums moments);

    /**
     * Adds the rows with a positive weight w a to the moments of their features. If all weights are 1, their sum does
     * not depend on the order. Otherwise rows are added one by one for every storage format, so that the weight of a
     * feature without zeros is bit-identical to the weight of all rows.
     */
    final void addTo(FeatureMoments.Sums moments, ClassWeights classWeights) {
        if (weights.length == 0 && classWeights.equals(ClassWeights.equal())) {
            moments.addRows(numRows);
            addAllRows(moments);
            return;
        }
        for (int r = 0; r < numRows; r++) {
            double weight = weight(r) * (numLabels() == 1 ? classWeights.of((int) labels[r]) : 1.0);
            if (weight > 0.0) {
                moments.addRow(weight);
                addRow(r, weight, moments);
            }
        }
    }
}
