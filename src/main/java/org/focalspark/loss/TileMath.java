package org.focalspark.loss;

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
}
