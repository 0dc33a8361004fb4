package org.focalspark.objective;

import java.util.Optional;

/** Dense symmetric matrix, of which the upper triangle is stored row by row. Not thread-safe. */
public final class SymmetricMatrix {
    private final int size;
    private final double[] values;

    /**
     * Creates a matrix of zeros.
     *
     * @param size number of rows and columns, at most 46,340
     */
    public SymmetricMatrix(int size) {
        this.size = size;
        this.values = new double[Math.multiplyExact(size, size)];
    }

    /**
     * Number of rows and columns.
     *
     * @return size
     */
    public int size() {
        return size;
    }

    /**
     * Returns an entry.
     *
     * @param row index of its row
     * @param column index of its column
     * @return value
     */
    public double get(int row, int column) {
        return values[Math.min(row, column) * size + Math.max(row, column)];
    }

    /**
     * Adds to an entry and its mirror image.
     *
     * @param row index of its row
     * @param column index of its column
     * @param summand value to add
     */
    public void add(int row, int column, double summand) {
        values[Math.min(row, column) * size + Math.max(row, column)] += summand;
    }

    /**
     * Multiplies the matrix by a number.
     *
     * @param factor the number
     */
    void times(double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    /**
     * Returns the sum of this matrix and a diagonal matrix as its Cholesky factor.
     *
     * @param diagonal entries of the diagonal matrix
     * @return the factor, or empty if the sum is not positive definite
     */
    public Optional<CholeskyFactor> factorWith(double[] diagonal) {
        double[] sum = values.clone();
        for (int i = 0; i < size; i++) {
            sum[i * size + i] += diagonal[i];
        }
        return CholeskyFactor.of(sum, size);
    }
}
