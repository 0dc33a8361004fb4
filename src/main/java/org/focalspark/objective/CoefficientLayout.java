package org.focalspark.objective;

import java.io.Serializable;

/**
 * Where coefficients and intercepts stand in the vector that the optimizer sees: the features of column 0, of column 1,
 * and so on, then one intercept per column if there are intercepts.
 *
 * @param numFeatures number of features
 * @param numColumns number of columns of the coefficient matrix
 * @param fitIntercept whether every column has an intercept
 */
public record CoefficientLayout(int numFeatures, int numColumns, boolean fitIntercept) implements Serializable {

    /**
     * Length of the coefficients without intercepts.
     *
     * @return numFeatures * numColumns
     * @throws ArithmeticException if that exceeds the largest array
     */
    public int numCoefficients() {
        return Math.multiplyExact(numFeatures, numColumns);
    }

    /**
     * Length of the optimizer's vector.
     *
     * @return coefficients and intercepts
     */
    public int size() {
        return numCoefficients() + (fitIntercept ? numColumns : 0);
    }

    /**
     * Where the intercept of a column stands.
     *
     * @param column index of the column
     * @return index in the optimizer's vector
     */
    public int interceptIndex(int column) {
        return numCoefficients() + column;
    }
}
