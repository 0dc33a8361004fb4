package org.focalspark.loss;

import java.util.Optional;
import org.focalspark.loss.tile.Elementary;

/**
 * Convex focal loss: its gradient is that of the focal loss with the factor (1 - p)^gamma held constant.
 *
 * <pre>
 *   L   = integral from p to 1 of (1 - t)^gamma / t dt      loss, nats, &gt;= 0
 *   L'  = -q^(gamma + 1)                                    d L / d z
 *   L'' = (gamma + 1) p q^(gamma + 1)                       d2 L / d z2, &gt; 0
 * </pre>
 *
 * <p>Convex for every gamma &gt;= 0; gamma = 0 is log loss, gamma toward infinity the exponential loss of boosting. The
 * integral is q^(gamma + 1) / (gamma + 1) F(1, gamma + 1; gamma + 2; q). For q &lt;= 0.9 it is evaluated by Gauss's
 * continued fraction, whose partial values are all in (0, 1]; for larger q, by the expansion about p = 0.
 *
 * <p>With one gamma for both classes the posterior is logistic: its log-odds are u = (gamma + 1) z plus the log of the
 * ratio of the class weights. {@link #inLogOdds(double, double)} returns the loss as a function of u, scaled so that a
 * penalty has the same effect for every gamma. Immutable and thread-safe.
 */
public final class ConvexFocalLoss implements PointwiseLoss {
    private static final long serialVersionUID = 1L;

    /** Signed margin with q = 0.9. */
    private static final double SMALL_P_BELOW = -Math.log(9.0);

    /** Largest gamma. Above it the expansion about p = 0 cancels, and the loss is practically the exponential loss. */
    private static final double MAX_GAMMA = 50.0;

    private static final int FRACTION_TERMS = 40;
    private static final int SERIES_TERMS = 60;

    private final double gamma;
    /** H = digamma(gamma + 1) + Euler's constant: the limit of -log p minus the loss as p goes to 0. */
    private final double limit;
    /** Factor from the argument of the loss to z. */
    private final double rate;
    /** Factor of the loss. */
    private final double scale;

    /**
     * Creates the loss of one focusing parameter, in the signed margin z.
     *
     * @param gamma focusing parameter in [0, 50]; 0 is log loss
     * @throws IllegalArgumentException if gamma is out of range
     */
    public ConvexFocalLoss(double gamma) {
        this(gamma, 1.0, 1.0);
    }

    private ConvexFocalLoss(double gamma, double rate, double scale) {
        if (!(gamma >= 0.0 && gamma <= MAX_GAMMA)) {
            throw new IllegalArgumentException(
                    "gamma must be in [0, 50] for loss 'convexFocal', but was " + gamma + ".");
        }
        this.gamma = gamma;
        this.limit = harmonic(gamma);
        this.rate = rate;
        this.scale = scale;
    }

    /**
     * Returns the loss as a function of the log-odds u = (gamma + 1) z, multiplied by (gamma + 1) / S with S =
     * p0^(gamma + 1) + q0^(gamma + 1). At the best constant model, p0 = sigmoid(u0 / (gamma + 1)), its gradient and
     * curvature equal those of log loss.
     *
     * @param gamma focusing parameter of both classes, in [0, 50]
     * @param logOdds u0, log-odds of the weighted and smoothed labels, see {@link BinaryLoss#logOdds}
     * @return loss in u
     * @throws IllegalArgumentException if gamma is out of range
     */
    public static ConvexFocalLoss inLogOdds(double gamma, double logOdds) {
        double rate = 1.0 / (gamma + 1.0);
        double p0 = Sigmoid.of(rate * logOdds);
        double q0 = Sigmoid.of(-rate * logOdds);
        double sum = Math.pow(p0, gamma + 1.0) + Math.pow(q0, gamma + 1.0);
        return new ConvexFocalLoss(gamma, rate, (gamma + 1.0) / sum);
    }

    /**
     * Returns the loss as a function of the log-odds u = (gamma + 1) z, without scaling.
     *
     * @param gamma focusing parameter of both classes, in [0, 50]
     * @return loss in u, nats
     * @throws IllegalArgumentException if gamma is out of range
     */
    public static ConvexFocalLoss inLogOdds(double gamma) {
        return new ConvexFocalLoss(gamma, 1.0 / (gamma + 1.0), 1.0);
    }

    @Override
    public double gamma() {
        return gamma;
    }

    @Override
    public boolean isInLogOdds() {
        return isLogLoss() || rate != 1.0;
    }

    @Override
    public double convexFrom() {
        return Double.NEGATIVE_INFINITY;
    }

    @Override
    public boolean isLogLoss() {
        return gamma == 0.0;
    }

    @Override
    public double loss(double margin) {
        return scale * unscaled(rate * margin);
    }

    private double unscaled(double z) {
        double t = Elementary.exp(-Math.abs(z));
        double l = Elementary.log1p(t);
        if (gamma == 0.0) {
            return z >= 0.0 ? l : l - z;
        }
        if (z >= SMALL_P_BELOW) {
            double q = z >= 0.0 ? t / (1.0 + t) : 1.0 / (1.0 + t);
            return Elementary.exp((gamma + 1.0) * logQ(z, l)) / (gamma + 1.0) * hypergeometric(q);
        }
        return l - z - limit + series(t / (1.0 + t));
    }

    @Override
    public double derivative(double margin) {
        double z = rate * margin;
        return -scale * rate * Elementary.exp((gamma + 1.0) * logQ(z, Elementary.log1p(Elementary.exp(-Math.abs(z)))));
    }

    @Override
    public double secondDerivative(double margin) {
        return -(gamma + 1.0) * rate * Sigmoid.of(rate * margin) * derivative(margin);
    }

    @Override
    public double logSlope(double margin) {
        double z = rate * margin;
        return Math.log(scale * rate) + (gamma + 1.0) * logQ(z, Elementary.log1p(Elementary.exp(-Math.abs(z))));
    }

    @Override
    public <V> Optional<V> logSlope(SlopeTerms<V> terms) {
        return Optional.of(terms.logOfPower());
    }

    /** log(1 - p), with l = log1p(exp(-|z|)). */
    private static double logQ(double z, double l) {
        return z >= 0.0 ? -(z + l) : -l;
    }

    /** F(1, b; b + 1; q) with b = gamma + 1, by backward evaluation of Gauss's continued fraction. */
    private double hypergeometric(double q) {
        double b = gamma + 1.0;
        double fraction = 1.0;
        for (int k = FRACTION_TERMS; k >= 1; k--) {
            double even = k * (double) k / ((b + 2 * k - 1) * (b + 2 * k));
            double odd = (b + k - 1) * (b + k - 1) / ((b + 2 * k - 2) * (b + 2 * k - 1));
            fraction = 1.0 - odd * q / (1.0 - even * q / fraction);
        }
        return 1.0 / fraction;
    }

    /** Sum over k &gt;= 1 of (-1)^(k + 1) C(gamma, k) p^k / k. */
    private double series(double p) {
        double term = -1.0;
        double sum = 0.0;
        for (int k = 1; k <= SERIES_TERMS && term != 0.0; k++) {
            term *= -p * (gamma - k + 1.0) / k;
            sum += term / k;
        }
        return sum;
    }

    /** Integral over (0, 1) of (1 - x^gamma) / (1 - x), by the recurrence to large arguments and Stirling's series. */
    private static double harmonic(double gamma) {
        double x = gamma + 1.0;
        double recurrence = 0.0;
        while (x < 12.0) {
            recurrence += 1.0 / x;
            x += 1.0;
        }
        double y = 1.0 / (x * x);
        double stirling = Math.log(x)
                - 0.5 / x
                - y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y * (1.0 / 132)))));
        return stirling - recurrence + 0.5772156649015329;
    }
}
