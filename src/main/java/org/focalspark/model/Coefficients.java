package org.focalspark.model;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.util.SizeEstimator;
import org.focalspark.training.TrainingResult;
import org.jspecify.annotations.Nullable;

/**
 * Linear part of a model: coefficients and intercepts on the original scale, and the feature names.
 *
 * <p>A model is sent to every scoring task by Java serialization, or by Kryo if it is broadcast. The feature names are
 * not sent: scoring does not need them, and they can be hundreds of times larger than sparse coefficients. Saved models
 * contain them.
 */
public final class Coefficients implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Matrix matrix;
    private final Vector intercepts;
    /** Null after deserialization: Kryo calls no method that could set another value. */
    private final transient String @Nullable [] featureNames;

    /**
     * Creates coefficients. Arguments are not copied.
     *
     * @param matrix one row per margin, one column per feature
     * @param intercepts one per margin
     * @param featureNames one per feature, or none if the features have no names
     */
    public Coefficients(Matrix matrix, Vector intercepts, String... featureNames) {
        this.matrix = matrix;
        this.intercepts = intercepts;
        this.featureNames = featureNames;
    }

    static Coefficients of(TrainingResult result, String... featureNames) {
        Matrix matrix = new DenseMatrix(result.loss().numColumns(), result.numFeatures(), result.coefficients(), true)
                .compressed();
        return new Coefficients(matrix, Vectors.dense(result.intercepts()), featureNames);
    }

    /**
     * Returns the coefficient matrix.
     *
     * @return numMargins x numFeatures, dense or sparse; not a copy
     */
    public Matrix matrix() {
        return matrix;
    }

    /**
     * Returns the intercepts.
     *
     * @return one per margin, infinite in a constant model; not a copy
     */
    public Vector intercepts() {
        return intercepts;
    }

    /**
     * Returns the feature names. They are not serialized, so executors have none.
     *
     * @return one per feature, or an empty array; a copy
     */
    public String[] featureNames() {
        return featureNames == null ? new String[0] : featureNames.clone();
    }

    /**
     * Returns the number of margins.
     *
     * @return 1 for a binomial model, else the number of classes or labels
     */
    public int numMargins() {
        return intercepts.size();
    }

    /**
     * Returns the number of features.
     *
     * @return size of the feature vectors
     */
    public int numFeatures() {
        return matrix.numCols();
    }

    /**
     * Estimates the memory of dense coefficients before a fit.
     *
     * @param numMargins number of margins
     * @param numFeatures number of features
     * @param featureNames names of the features, or none
     * @return bytes
     */
    public static long denseSize(int numMargins, int numFeatures, String... featureNames) {
        return (long) Double.BYTES * numMargins * (numFeatures + 1L) + SizeEstimator.estimate(featureNames);
    }

    /**
     * Estimates the memory of these coefficients.
     *
     * @return bytes
     */
    public long estimatedSize() {
        return SizeEstimator.estimate(matrix)
                + SizeEstimator.estimate(intercepts)
                + SizeEstimator.estimate(featureNames());
    }

    /**
     * Returns the coefficients of a model with one margin.
     *
     * @return vector of size numFeatures, sparse if the matrix is sparse; it may share the values of the matrix
     */
    public Vector onlyRow() {
        if (matrix instanceof SparseMatrix sparse && sparse.isTransposed()) {
            return Vectors.sparse(matrix.numCols(), sparse.rowIndices(), sparse.values());
        }
        return matrix instanceof DenseMatrix dense && dense.isTransposed()
                ? Vectors.dense(dense.values()) // matrix and vector share one array
                : Vectors.dense(matrix.toArray());
    }

    /**
     * Computes the margins of a feature vector.
     *
     * @param features feature vector, or null
     * @param input column of the vector
     * @return one margin per row of the matrix; NaN for a null vector if the input keeps nulls
     * @throws IllegalArgumentException if the vector is null and the input does not keep nulls, or if its size is not
     *     numFeatures; the message names the column
     */
    public double[] margins(@Nullable Vector features, VectorInput input) {
        if (features == null) {
            return marginsOfNull(input);
        }
        if (features.size() != numFeatures()) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold vectors of size %d, as in training, but found one of size %d.",
                    input.column(), numFeatures(), features.size()));
        }
        double[] margins = matrix.multiply(features).values();
        for (int k = 0; k < margins.length; k++) {
            margins[k] += intercepts.apply(k);
        }
        if (matrix instanceof SparseMatrix) {
            addProductsWithZeros(features, margins);
        }
        return margins;
    }

    /** Adds the products with zero coefficients, which a sparse matrix skips: 0 times NaN or infinity is NaN. */
    private void addProductsWithZeros(Vector features, double[] margins) {
        boolean sparse = features instanceof SparseVector;
        int[] indices = sparse ? ((SparseVector) features).indices() : new int[0];
        double[] values = sparse ? ((SparseVector) features).values() : features.toArray();
        for (int i = 0; i < values.length; i++) {
            for (int k = 0; k < margins.length && !Double.isFinite(values[i]); k++) {
                margins[k] += values[i] * matrix.apply(k, sparse ? indices[i] : i);
            }
        }
    }

    private double[] marginsOfNull(VectorInput input) {
        if (!input.keepsNull()) {
            throw new IllegalArgumentException("Column '" + input.column()
                    + "' must not hold null vectors. Drop or fill these rows first, or set handleInvalid to 'keep'.");
        }
        double[] margins = new double[numMargins()];
        Arrays.fill(margins, Double.NaN);
        return margins;
    }
}
