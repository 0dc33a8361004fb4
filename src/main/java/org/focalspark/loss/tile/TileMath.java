package org.focalspark.loss.tile;

/**
 * The elementary functions of a loss over the rows of a tile. Every implementation gives the bits of {@link Elementary},
 * whatever its vectors, so that a loss is one function of its margins. Stateless and thread-safe.
 */
public interface TileMath {

    /**
     * Exponentials in place.
     *
     * @param x exponents, overwritten by their exponentials
     * @param from first index
     * @param to index after the last
     */
    void exp(double[] x, int from, int to);

    /**
     * Probabilities and their logarithms.
     *
     * @param z signed margins
     * @param logistic receives what it names, at the same indices
     * @param from first index
     * @param to index after the last
     */
    void logistic(double[] z, Logistic logistic, int from, int to);

    /**
     * The softmax of all classes but the row's own among themselves.
     *
     * @param logits that of row r and class k at {@code k * numRows + r}; overwritten by the softmax, 0 for the own class
     * @param others the rows, whose own classes it knows; receives own logits, largest ones and sums
     * @param from first row to take
     * @param to row after the last
     */
    void othersSoftmax(double[] logits, OtherClasses others, int from, int to);

    /**
     * From the derivatives of losses in the logit of the own class against all others to those in the logits.
     *
     * @param softmax as {@link #othersSoftmax} leaves it; overwritten by the derivatives
     * @param others the rows
     * @param slopes derivative of the loss of each row
     * @param from first row to take
     * @param to row after the last
     */
    void othersDerivatives(double[] softmax, OtherClasses others, double[] slopes, int from, int to);
}
