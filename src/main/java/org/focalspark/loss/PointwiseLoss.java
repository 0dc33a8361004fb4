package org.focalspark.loss;

import java.io.Serializable;
import java.util.Optional;
import org.focalspark.loss.tile.LossScratch;

/**
 * A loss of one signed margin z: large where the model is right. All losses of several margins are built of these.
 *
 * <p>With p = sigmoid(z), q = 1 - p: in the binary case z = (2y - 1) m; for softmax z is the logit of the row's class
 * against all others together, so that p is its softmax probability. Implementations are immutable, thread-safe and
 * non-increasing in z.
 */
public interface PointwiseLoss extends Serializable {

    /**
     * Loss of a row.
     *
     * @param z signed margin, infinities allowed
     * @return loss, nats, &gt;= 0
     */
    double loss(double z);

    /**
     * First derivative of the loss in the signed margin.
     *
     * @param z signed margin
     * @return d L / d z, &lt;= 0
     */
    double derivative(double z);

    /**
     * Second derivative of the loss in the signed margin.
     *
     * @param z signed margin
     * @return d2 L / d z2, negative where the loss is not convex
     */
    double secondDerivative(double z);

    /**
     * Logarithm of -L'(z), which neither underflows nor cancels where L' itself does.
     *
     * @param z signed margin; infinities are allowed
     * @return log(-d L / d z)
     */
    double logSlope(double z);

    /**
     * The signed margin from which on the loss is convex.
     *
     * @return z* with L''(z) &lt; 0 exactly for z &lt; z*; negative infinity if the loss is convex everywhere, NaN if
     *     no
     *     such z* exists
     */
    double convexFrom();

    /**
     * Focusing parameter.
     *
     * @return gamma, &gt;= 0
     */
    double gamma();

    /**
     * Whether this is log loss, for which margin and log-odds are the same.
     *
     * @return true for -log p
     */
    boolean isLogLoss();

    /**
     * Whether a binary model with this loss for both classes has log-odds for margins, so that nothing is to be undone.
     *
     * @return true for log loss and for losses written in log-odds
     */
    default boolean isInLogOdds() {
        return isLogLoss();
    }

    /**
     * Whether the class posterior can be computed from the margin that minimizes the expected loss.
     *
     * @return false if the derivative jumps, since then many posteriors share one minimizer
     */
    default boolean hasPosteriorMap() {
        return true;
    }

    /**
     * What a loss of the form factor times -log p multiplies log loss by.
     *
     * @return the factor, or empty if the loss is of another form
     */
    default Optional<FocalFactor> factor() {
        return Optional.empty();
    }

    /**
     * Evaluates a run of rows: the losses, and the derivatives in place of the margins.
     *
     * @param z signed margins, overwritten by the derivatives
     * @param losses receives the losses, at the same indices
     * @param from first index
     * @param to index after the last
     * @param scratch functions and arrays for losses that have a faster way for many rows; the bits are the same
     */
    default void evaluate(double[] z, double[] losses, int from, int to, LossScratch scratch) {
        for (int i = from; i < to; i++) {
            losses[i] = loss(z[i]);
            z[i] = derivative(z[i]);
        }
    }
}
