package org.focalspark.loss.tile;

/**
 * Terms from which losses of signed margins z are computed, index by index.
 *
 * <pre>
 *   t = exp(-|z|);  l = log1p(t);  p = sigmoid(z) = 1 / (1 + exp(-z));  q = 1 - p;  s = -log p
 * </pre>
 *
 * <p>No term cancels or overflows: q is not computed as a difference, nor s as a logarithm of p.
 *
 * @param p sigmoid(z)
 * @param q sigmoid(-z)
 * @param s -log p, nats
 * @param l log(1 + exp(-|z|))
 * @param rest rounding error of l
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Logistic(double[] p, double[] q, double[] s, double[] l, double[] rest) {

    /**
     * Creates arrays.
     *
     * @param size number of margins
     */
    public Logistic(int size) {
        this(new double[size], new double[size], new double[size], new double[size], new double[size]);
    }

    /** Number of margins that the arrays can contain. */
    int size() {
        return p.length;
    }
}
