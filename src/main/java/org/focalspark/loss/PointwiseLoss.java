package org.focalspark.loss;

import java.io.Serializable;
import java.util.Optional;
import org.focalspark.loss.tile.LossScratch;

/**
 * Loss of one signed margin z. The margin is large if the model is right. Losses of several margins are built from
 * pointwise losses.
 *
 * <p>Notation: p = sigmoid(z), q = 1 - p. In the binary case z = (2y - 1) m. For softmax, z is the logit of the row's
 * class against all other classes together, so p is its softmax probability. Implementations are immutable, thread-safe
 * and non-increasing in z.
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
     * Logarithm of -L'(z). It is accurate even if L' itself underflows or cancels.
     *
     * @param z signed margin; infinities are allowed
     * @return log(-d L / d z)
     */
    double logSlope(double z);

    /**
     * Formula of {@link #logSlope(double)} for exports of a calibrated model to other engines.
     *
     * @param <V> representation of numbers in the format
     * @param terms arithmetic and terms of the format; the loss of each column is of the class of this loss
     * @return log(-d L / d z), or empty if a calibrated model with this loss cannot be exported
     */
    default <V> Optional<V> logSlope(SlopeTerms<V> terms) {
        return Optional.empty();
    }

    /**
     * Signed margin above which the loss is convex.
     *
     * @return z* with L''(z) &lt; 0 exactly for z &lt; z*; negative infinity if the loss is convex everywhere, NaN if
     *     no such z* exists
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
     * Whether the margins of a binary model with this loss for both classes are log-odds, so that no calibration is
     * needed.
     *
     * @return true for log loss and for losses written in log-odds
     */
    default boolean isInLogOdds() {
        return isLogLoss();
    }

    /**
     * Whether the class posterior can be computed from the margin that minimizes the expected loss.
     *
     * @return false if the derivative jumps, since margins near the jump minimize the expected loss for no posterior
     */
    default boolean hasPosteriorMap() {
        return true;
    }

    /**
     * Focal factor, if the loss is a factor times -log p.
     *
     * @return the factor, or empty if the loss is of another form
     */
    default Optional<FocalFactor> factor() {
        return Optional.empty();
    }

    /**
     * Evaluates consecutive rows: writes their losses, and replaces the margins by the derivatives.
     *
     * @param z signed margins, overwritten by the derivatives
     * @param losses receives the losses, at the same indices
     * @param from first index
     * @param to index after the last
     * @param scratch functions and arrays for implementations that evaluate many rows at once, with bit-identical
     *     results
     */
    default void evaluate(double[] z, double[] losses, int from, int to, LossScratch scratch) {
        for (int i = from; i < to; i++) {
            losses[i] = loss(z[i]);
            z[i] = derivative(z[i]);
        }
    }
}
