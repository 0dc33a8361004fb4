package org.focalspark.loss.tile;

/**
 * What the losses of signed margins z are written in, index by index.
 *
 * <pre>
 *   t = exp(-|z|);  l = log1p(t);  p = sigmoid(z) = 1 / (1 + exp(-z));  q = 1 - p;  s = -log p
 * </pre>
 *
 * <p>Nothing of it cancels or overflows: q is not taken as a difference, s not as a logarithm of p.
 *
 * @param p sigmoid(z)
 * @param q sigmoid(-z)
 * @param s -log p, nats
 * @param l log(1 + exp(-|z|))
 * @param rest what the rounding of l has taken away
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Logistic(double[] p, double[] q, double[] s, double[] l, double[] rest) {

    /**
     * Makes room.
     *
     * @param size number of margins
     */
    public Logistic(int size) {
        this(new double[size], new double[size], new double[size], new double[size], new double[size]);
    }

    /** How many margins there is room for. */
    int size() {
        return p.length;
    }
}
