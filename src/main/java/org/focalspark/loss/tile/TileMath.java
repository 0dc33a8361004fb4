package org.focalspark.loss.tile;

/**
 * Elementary functions of a loss over the rows of a tile. Every implementation returns the bits of {@link Elementary}
 * for any vector width, so that a loss does not depend on the implementation. Stateless and thread-safe.
 */
public interface TileMath {

    /**
     * Computes exponentials in place.
     *
     * @param x exponents, overwritten by their exponentials
     * @param from first index
     * @param to index after the last
     */
    void exp(double[] x, int from, int to);

    /**
     * Computes probabilities and their logarithms.
     *
     * @param z signed margins
     * @param logistic receives the results, at the same indices
     * @param from first index
     * @param to index after the last
     */
    void logistic(double[] z, Logistic logistic, int from, int to);

    /**
     * Computes the softmax over all classes except the row's own.
     *
     * @param logits logit of row r and class k at {@code k * numRows + r}; overwritten by the softmax, 0 for the own
     *     class
     * @param others rows with their own classes; receives own logits, largest logits of the others, and sums
     * @param from first row
     * @param to row after the last
     */
    void othersSoftmax(double[] logits, OtherClasses others, int from, int to);

    /**
     * Converts derivatives in the logit of the own class against all others to derivatives in the logits.
     *
     * @param softmax result of {@link #othersSoftmax}; overwritten by the derivatives
     * @param others the rows
     * @param slopes derivative of the loss of each row
     * @param from first row
     * @param to row after the last
     */
    void othersDerivatives(double[] softmax, OtherClasses others, double[] slopes, int from, int to);
}
