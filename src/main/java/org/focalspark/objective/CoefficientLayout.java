package org.focalspark.objective;

import java.io.Serializable;

/**
 * Layout of coefficients and intercepts in the optimizer's vector: the features of column 0, of column 1, and so on,
 * then one intercept per column if there are intercepts.
 *
 * @param numFeatures number of features
 * @param numColumns number of columns of the coefficient matrix
 * @param fitIntercept whether every column has an intercept
 */
public record CoefficientLayout(int numFeatures, int numColumns, boolean fitIntercept) implements Serializable {

    /**
     * Number of coefficients without intercepts.
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
     * Index of a coefficient of a column, or of its intercept.
     *
     * @param column index of the column
     * @param i index of the feature, or numFeatures for the intercept
     * @return index in the optimizer's vector
     */
    public int index(int column, int i) {
        return i < numFeatures ? column * numFeatures + i : interceptIndex(column);
    }

    /**
     * Index of the intercept of a column.
     *
     * @param column index of the column
     * @return index in the optimizer's vector
     */
    public int interceptIndex(int column) {
        return numCoefficients() + column;
    }
}
