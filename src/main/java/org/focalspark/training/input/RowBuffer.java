package org.focalspark.training.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.focalspark.objective.DenseBlock;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.SparseBlock;
import org.jspecify.annotations.Nullable;

/** Buffer of rows for the next block: vectors of one size, or rows without a vector. */
final class RowBuffer {
    private static final int INITIAL_ROWS = 64;

    private final boolean weighted;
    private final List<Vector> vectors = new ArrayList<>();
    private double[] labels = new double[INITIAL_ROWS];
    private double[] weights = new double[INITIAL_ROWS];
    private int numRows;
    private int numLabels;
    private int numFeatures;
    private long numEntries;
    private long heldBytes;

    RowBuffer(boolean weighted) {
        this.weighted = weighted;
    }

    boolean isEmpty() {
        return numRows == 0;
    }

    /** Whether a row has the size of the rows before it. */
    boolean accepts(double[] rowLabels, @Nullable Vector vector) {
        return isEmpty() || (numFeatures == sizeOf(vector) && numLabels == rowLabels.length);
    }

    void add(double[] rowLabels, double weight, @Nullable Vector vector) {
        numLabels = rowLabels.length;
        int end = Math.multiplyExact(numRows + 1, numLabels);
        if (end > labels.length) {
            labels = Arrays.copyOf(labels, Math.max(2 * labels.length, end));
        }
        if (numRows == weights.length) {
            weights = Arrays.copyOf(weights, 2 * numRows);
        }
        System.arraycopy(rowLabels, 0, labels, numRows * numLabels, numLabels);
        weights[numRows] = weight;
        numRows++;
        numFeatures = sizeOf(vector);
        if (vector != null) {
            vectors.add(vector);
            double[] stored = vector instanceof SparseVector sparse ? sparse.values() : vector.toArray();
            numEntries += nonzeros(stored);
            heldBytes += (long) Double.BYTES * stored.length;
        }
    }

    /**
     * Whether the block of these rows has reached its maximum size. A sparse block also ends if more rows would gain
     * nothing, which includes rows without entries, or if vectors that are stored dense use much more memory than their
     * entries will.
     */
    boolean isFull(BlockLimit limit) {
        long labelBytes = (long) Double.BYTES * numRows * Math.max(numLabels - 1, 0);
        if (isDense()) {
            return denseBytes() + labelBytes >= limit.dense();
        }
        return sparseBytes() + labelBytes >= limit.sparse()
                || heldBytes >= 2 * limit.sparse()
                || numRows >= SparseBlock.TILE_ROWS;
    }

    FeatureBlock toBlock() {
        double[] blockLabels = Arrays.copyOf(labels, numRows * numLabels);
        double[] blockWeights = weighted ? Arrays.copyOf(weights, numRows) : new double[0];
        if (numFeatures == FeatureBlock.NO_VECTOR) {
            return new DenseBlock(FeatureBlock.NO_VECTOR, numRows, blockLabels, blockWeights, new double[0]);
        }
        return isDense() ? toDense(blockLabels, blockWeights) : toSparse(blockLabels, blockWeights);
    }

    private DenseBlock toDense(double[] blockLabels, double[] blockWeights) {
        double[] values = new double[Math.multiplyExact(numRows, numFeatures)];
        int row = 0;
        for (Vector vector : vectors) {
            if (vector instanceof DenseVector dense) {
                System.arraycopy(dense.values(), 0, values, row, numFeatures);
            } else {
                SparseVector sparse = (SparseVector) vector;
                for (int i = 0; i < sparse.indices().length; i++) {
                    values[row + sparse.indices()[i]] = sparse.values()[i];
                }
            }
            row += numFeatures;
        }
        return new DenseBlock(numFeatures, numRows, blockLabels, blockWeights, values);
    }

    private SparseBlock toSparse(double[] blockLabels, double[] blockWeights) {
        int[] rowStarts = new int[numRows + 1];
        int[] indices = new int[Math.toIntExact(numEntries)];
        double[] values = new double[indices.length];
        for (int r = 0; r < numRows; r++) {
            rowStarts[r + 1] = addNonzeros(vectors.get(r), rowStarts[r], indices, values);
        }
        return new SparseBlock(numFeatures, blockLabels, blockWeights, rowStarts, indices, values);
    }

    /** Adds the nonzero entries. Stored zeros are dropped, so that a block of ones stores only indices. */
    private static int addNonzeros(Vector row, int start, int[] indices, double[] values) {
        int[] places = row instanceof SparseVector sparse ? sparse.indices() : new int[0];
        double[] stored = row instanceof SparseVector sparse ? sparse.values() : row.toArray();
        int next = start;
        for (int i = 0; i < stored.length; i++) {
            if (stored[i] != 0.0) {
                indices[next] = places.length == 0 ? i : places[i];
                values[next++] = stored[i];
            }
        }
        return next;
    }

    /** Same as numNonzeros, which boxes every value. */
    private static int nonzeros(double[] stored) {
        int count = 0;
        for (double value : stored) {
            count += value != 0.0 ? 1 : 0;
        }
        return count;
    }

    private boolean isDense() {
        return denseBytes() <= sparseBytes();
    }

    private long denseBytes() {
        return (long) Double.BYTES * numRows * Math.max(numFeatures, 1);
    }

    private long sparseBytes() {
        return (Double.BYTES + Integer.BYTES) * numEntries;
    }

    private static int sizeOf(@Nullable Vector vector) {
        return vector == null ? FeatureBlock.NO_VECTOR : vector.size();
    }
}
