package org.focalspark.objective;

import java.util.Optional;

/**
 * Cholesky factor R of a symmetric positive definite matrix H = R'R, upper triangular. Immutable and thread-safe.
 *
 * <p>Loops run along rows and over several rows at once, so that the compiler can use vector instructions (Golub and
 * Van Loan 2013, algorithm 4.2.2).
 */
public final class CholeskyFactor {
    private static final int PANEL = 4;

    private final int size;
    private final double[] factor;

    private CholeskyFactor(int size, double[] factor) {
        this.size = size;
        this.factor = factor;
    }

    /**
     * Factorizes a matrix in place.
     *
     * @param matrix upper triangle, row by row; overwritten
     * @return the factor, or empty if the matrix is not positive definite
     */
    static Optional<CholeskyFactor> of(double[] matrix, int size) {
        for (int first = 0; first < size; first += PANEL) {
            int end = Math.min(first + PANEL, size);
            for (int k = first; k < end; k++) {
                for (int p = first; p < k; p++) {
                    subtract(matrix, size, p, k);
                }
                double pivot = matrix[k * size + k];
                if (!(pivot > 0.0 && pivot < Double.POSITIVE_INFINITY)) {
                    return Optional.empty();
                }
                double root = Math.sqrt(pivot);
                for (int j = k; j < size; j++) {
                    matrix[k * size + j] /= root;
                }
            }
            for (int i = end; i < size; i++) {
                if (end - first == PANEL) {
                    subtractPanel(matrix, size, first, i);
                }
            }
        }
        return Optional.of(new CholeskyFactor(size, matrix));
    }

    /** Subtracts R[p][i] R[p][j] from row i, for j from i on. */
    private static void subtract(double[] matrix, int size, int p, int i) {
        double factor = matrix[p * size + i];
        int shift = (p - i) * size;
        for (int j = i * size + i; j < (i + 1) * size; j++) {
            matrix[j] -= factor * matrix[j + shift];
        }
    }

    /** Subtracts the same of the four rows of a panel. */
    private static void subtractPanel(double[] matrix, int size, int first, int i) {
        double a = matrix[first * size + i];
        double b = matrix[(first + 1) * size + i];
        double c = matrix[(first + 2) * size + i];
        double d = matrix[(first + 3) * size + i];
        int row = first * size;
        int target = i * size;
        for (int j = i; j < size; j++) {
            matrix[target + j] -= a * matrix[row + j]
                    + b * matrix[row + size + j]
                    + c * matrix[row + 2 * size + j]
                    + d * matrix[row + 3 * size + j];
        }
    }

    /**
     * Solves H x = b.
     *
     * @param right right-hand side b, not changed
     * @return x
     */
    public double[] solve(double[] right) {
        double[] x = forward(right);
        for (int i = size - 1; i >= 0; i--) {
            double sum = x[i];
            for (int j = i + 1; j < size; j++) {
                sum -= factor[i * size + j] * x[j];
            }
            x[i] = sum / factor[i * size + i];
        }
        return x;
    }

    /**
     * Returns the squared length of a vector in the inverse of the matrix.
     *
     * @param vector vector g, not changed
     * @return g' H^-1 g
     */
    public double inverseSquare(double[] vector) {
        double sum = 0.0;
        for (double entry : forward(vector)) {
            sum += entry * entry;
        }
        return sum;
    }

    /** Solves R' y = b. */
    private double[] forward(double[] right) {
        double[] y = right.clone();
        for (int k = 0; k < size; k++) {
            y[k] /= factor[k * size + k];
            double entry = y[k];
            int row = k * size;
            for (int i = k + 1; i < size; i++) {
                y[i] -= factor[row + i] * entry;
            }
        }
        return y;
    }
}
