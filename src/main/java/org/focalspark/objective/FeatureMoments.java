package org.focalspark.objective;

import java.io.Serializable;
import org.focalspark.loss.ClassWeights;
import org.jspecify.annotations.Nullable;

/**
 * Mergeable weighted mean and variance of every feature.
 *
 * <p>Only nonzero values are added; the zeros follow from the weight of all rows. Sparse and dense rows therefore have
 * the same moments, up to rounding. Sums over several thousand rows, or as many as there are features, are centered on the
 * first value of each feature, so a constant feature has a variance of exactly 0, and a large mean loses no digits.
 * They are merged by the update of Chan, Golub and LeVeque (1979). Not thread-safe.
 */
public final class FeatureMoments implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Number of rows after which sums are merged: few enough for plain sums to be accurate. With more features than
     * this, sums are merged after as many rows as there are features, so that merging costs no more than adding.
     */
    private static final int PENDING_ROWS = 4096;

    private final double[] weight;
    private final double[] mean;
    private final double[] squares;
    private double weightSum;
    private double weightSquareSum;
    private @Nullable Sums pending;
    private int pendingRows;

    /**
     * Creates moments over no rows.
     *
     * @param numFeatures number of features
     */
    public FeatureMoments(int numFeatures) {
        weight = new double[numFeatures];
        mean = new double[numFeatures];
        squares = new double[numFeatures];
    }

    /**
     * Adds the rows of a block. {@link #finish()} must follow the last one.
     *
     * @param block rows with as many features as these moments have; with weights in all blocks or in none
     * @param classWeights class weights a; the weight of a row is w a
     */
    public void add(FeatureBlock block, ClassWeights classWeights) {
        if (pending == null) {
            pending = new Sums(mean.length);
        }
        block.addTo(pending, classWeights);
        pendingRows += block.numRows();
        if (pendingRows >= Math.max(PENDING_ROWS, mean.length)) {
            finish();
        }
    }

    /** Merges the pending sums of the blocks and releases their arrays. */
    public void finish() {
        Sums sums = pending;
        pending = null;
        pendingRows = 0;
        if (sums == null) {
            return;
        }
        weightSum += sums.weightSum;
        weightSquareSum += sums.weightSquareSum;
        for (int j = 0; j < mean.length; j++) {
            double sumWeight = sums.weight[j];
            if (sumWeight > 0.0) {
                double shift = sums.sum[j] / sumWeight;
                merge(j, sumWeight, sums.first[j] + shift, sums.squares[j] - shift * sums.sum[j]);
            }
        }
    }

    /**
     * Adds the rows of other moments.
     *
     * @param other moments of as many features over other rows
     */
    public void merge(FeatureMoments other) {
        weightSum += other.weightSum;
        weightSquareSum += other.weightSquareSum;
        for (int j = 0; j < mean.length; j++) {
            if (other.weight[j] > 0.0) {
                merge(j, other.weight[j], other.mean[j], other.squares[j]);
            }
        }
    }

    /** Updates the mean with the larger weight, so that merging two parts in either order is bit-identical. */
    private void merge(int j, double otherWeight, double otherMean, double otherSquares) {
        double total = weight[j] + otherWeight;
        boolean isBase = weight[j] > otherWeight || (weight[j] == otherWeight && mean[j] < otherMean);
        double delta = isBase ? otherMean - mean[j] : mean[j] - otherMean;
        squares[j] += otherSquares;
        if (weight[j] == 0.0) {
            mean[j] = otherMean;
        } else if (delta != 0.0) {
            double share = Math.min(weight[j], otherWeight) / total;
            mean[j] = (isBase ? mean[j] : otherMean) + delta * share;
            squares[j] += delta * delta * (Math.max(weight[j], otherWeight) * share);
        }
        weight[j] = total;
    }

    /**
     * Returns the weighted means.
     *
     * @return mean of each feature
     */
    public double[] means() {
        double[] means = new double[mean.length];
        for (int j = 0; j < means.length; j++) {
            means[j] = mean[j] * (weight[j] / weightSum);
        }
        return means;
    }

    /**
     * Returns standard deviations with Spark's denominator for weighted rows: W - (sum of w^2) / W, which is n - 1 for
     * weights of 1.
     *
     * @return standard deviation of each feature, 0 for constant ones and for a single row; infinite if the sum of
     *     squares overflows, even if one weight is so large that the denominator is 0
     */
    public double[] standardDeviations() {
        double denominator = weightSum - weightSquareSum / weightSum;
        double[] deviations = new double[mean.length];
        for (int j = 0; j < deviations.length; j++) {
            double zeros = Math.max(weightSum - weight[j], 0.0);
            // Without zeros the term is 0, even if the square of the mean is infinite.
            double between = zeros == 0.0 ? 0.0 : mean[j] * mean[j] * (weight[j] * (zeros / weightSum));
            double all = squares[j] + between;
            if (!Double.isFinite(all)) {
                deviations[j] = Double.POSITIVE_INFINITY;
            } else if (denominator > 0.0) {
                deviations[j] = Math.sqrt(Math.max(all, 0.0) / denominator);
            }
        }
        return deviations;
    }

    /** Sums over rows, centered on the first value of each feature. */
    static final class Sums implements Serializable {
        private static final long serialVersionUID = 1L;

        private final double[] first;
        private final double[] weight;
        private final double[] sum;
        private final double[] squares;
        private double weightSum;
        private double weightSquareSum;

        Sums(int numFeatures) {
            first = new double[numFeatures];
            weight = new double[numFeatures];
            sum = new double[numFeatures];
            squares = new double[numFeatures];
        }

        void addRow(double rowWeight) {
            weightSum += rowWeight;
            weightSquareSum += rowWeight * rowWeight;
        }

        /** Adds rows of weight 1. */
        void addRows(int count) {
            weightSum += count;
            weightSquareSum += count;
        }

        void add(int feature, double value, double rowWeight) {
            if (value == 0.0) {
                return;
            }
            if (weight[feature] == 0.0) {
                first[feature] = value;
            }
            double difference = value - first[feature];
            weight[feature] += rowWeight;
            if (difference != 0.0) { // with a million one-hot columns, each access is a cache miss
                sum[feature] += rowWeight * difference;
                squares[feature] += rowWeight * difference * difference;
            }
        }
    }
}
