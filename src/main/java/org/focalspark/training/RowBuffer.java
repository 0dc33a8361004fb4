package org.focalspark.training;

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

/** Rows on their way into a block: vectors of one size, or rows without a vector. */
final class RowBuffer {
    private static final int INITIAL_ROWS = 64;

    private final boolean weighted;
    private final List<Vector> vectors = new ArrayList<>();
    private double[] labels = new double[INITIAL_ROWS];
    private double[] weights = new double[INITIAL_ROWS];
    private int numRows;
    private int numFeatures;
    private long numNonzeros;

    RowBuffer(boolean weighted) {
        this.weighted = weighted;
    }

    boolean isEmpty() {
        return numRows == 0;
    }

    /** Whether a vector is of the size of those before it. */
    boolean accepts(@Nullable Vector vector) {
        return isEmpty() || numFeatures == sizeOf(vector);
    }

    void add(double label, double weight, @Nullable Vector vector) {
        if (numRows == labels.length) {
            labels = Arrays.copyOf(labels, 2 * numRows);
            weights = Arrays.copyOf(weights, 2 * numRows);
        }
        labels[numRows] = label;
        weights[numRows] = weight;
        numRows++;
        numFeatures = sizeOf(vector);
        if (vector != null) {
            vectors.add(vector);
            numNonzeros += vector.numNonzeros();
        }
    }

    /** Size of the block that these rows would make. */
    long bytes() {
        return Math.min(denseBytes(), sparseBytes());
    }

    FeatureBlock toBlock() {
        double[] blockLabels = Arrays.copyOf(labels, numRows);
        double[] blockWeights = weighted ? Arrays.copyOf(weights, numRows) : new double[0];
        if (numFeatures == FeatureBlock.NO_VECTOR) {
            return new DenseBlock(FeatureBlock.NO_VECTOR, blockLabels, blockWeights, new double[0]);
        }
        return denseBytes() <= sparseBytes() ? toDense(blockLabels, blockWeights) : toSparse(blockLabels, blockWeights);
    }

    private DenseBlock toDense(double[] blockLabels, double[] blockWeights) {
        double[] values = new double[Math.multiplyExact(numRows, numFeatures)];
        int row = 0;
        for (Vector vector : vectors) {
            if (vector instanceof DenseVector dense) {
                System.arraycopy(dense.values(), 0, values, row, numFeatures);
            } else {
                SparseVector sparse = vector.toSparse();
                for (int i = 0; i < sparse.indices().length; i++) {
                    values[row + sparse.indices()[i]] = sparse.values()[i];
                }
            }
            row += numFeatures;
        }
        return new DenseBlock(numFeatures, blockLabels, blockWeights, values);
    }

    private SparseBlock toSparse(double[] blockLabels, double[] blockWeights) {
        int[] rowStarts = new int[numRows + 1];
        int[] indices = new int[Math.toIntExact(numNonzeros)];
        double[] values = new double[indices.length];
        int next = 0;
        for (int r = 0; r < numRows; r++) {
            SparseVector sparse = vectors.get(r).toSparse();
            int length = sparse.indices().length;
            System.arraycopy(sparse.indices(), 0, indices, next, length);
            System.arraycopy(sparse.values(), 0, values, next, length);
            next += length;
            rowStarts[r + 1] = next;
        }
        return new SparseBlock(numFeatures, blockLabels, blockWeights, rowStarts, indices, values);
    }

    private long denseBytes() {
        return (long) Double.BYTES * numRows * Math.max(numFeatures, 1);
    }

    private long sparseBytes() {
        return (Double.BYTES + Integer.BYTES) * numNonzeros + (long) Integer.BYTES * numRows;
    }

    private static int sizeOf(@Nullable Vector vector) {
        return vector == null ? FeatureBlock.NO_VECTOR : vector.size();
    }
}
