package org.focalspark.loss;

import java.util.Optional;
import org.focalspark.loss.tile.Elementary;
import org.focalspark.loss.tile.Logistic;
import org.focalspark.loss.tile.LossScratch;
import org.focalspark.loss.tile.LossScratch.Use;
import org.jspecify.annotations.Nullable;

/**
 * Focal loss of one signed margin (Lin et al. 2017, eq. 4), with its first two derivatives.
 *
 * <pre>
 *   z = (2y - 1) m                        signed margin of a row with label y in {0, 1} and margin m
 *   p = sigmoid(z), q = 1 - p, s = -log p
 *   L   = q^gamma s                                                         loss, nats, &gt;= 0
 *   L'  = -q^gamma (q + gamma p s)                                          d L / d z, &lt;= 0
 *   L'' = q^gamma p ((1 + 2 gamma) q + gamma s (gamma - (1 + gamma) q))     d2 L / d z2
 * </pre>
 *
 * <p>All formulas use t = exp(-|z|) and l = log1p(t): no logarithm of a rounded probability, no power gamma - 1, no
 * division by q. Loss and both derivatives are finite for every finite z. Loss and first derivative are within 8 ulp of
 * the exact value over |z| &lt;= 1e4 and gamma in [0, 10]. At gamma = 0 the loss is log loss bit for bit.
 *
 * <p>Not convex for gamma &gt; 0: L'' is negative exactly where z &lt; {@link #convexFrom()}. Immutable and
 * thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/1708.02002">Focal Loss for Dense Object Detection</a>, derivative: Appendix B
 */
public final class FocalLoss implements PointwiseLoss {
    private static final long serialVersionUID = 1L;

    /** exp(-x) is 0 for x at or above this value, and exp(-x / 2) is 0 at twice this value. */
    private static final double UNDERFLOW = 800.0;

    /**
     * Largest gamma for which q^gamma is a product of q and its square root. Larger powers use exponentials, since the
     * rounding errors of a product add up.
     */
    private static final double MAX_PRODUCT = 2.0;

    private final double gamma;
    private final boolean isProduct;
    /**
     * Signed margin above which q^gamma is 0. Larger margins are clipped, since the rounding error of gamma z would be
     * large.
     */
    private final double powerless;

    private final FocalFactor factor;
    private final double convexFrom;

    /**
     * Creates the loss of one focusing parameter.
     *
     * @param gamma focusing parameter, finite and &gt;= 0; 0 is log loss
     * @throws IllegalArgumentException if gamma is negative, infinite or NaN
     */
    public FocalLoss(double gamma) {
        this.gamma = checkedGamma(gamma);
        this.isProduct = gamma <= MAX_PRODUCT && 2.0 * gamma == Math.rint(2.0 * gamma);
        this.powerless = UNDERFLOW / gamma;
        this.factor = FocalFactor.plain(gamma);
        this.convexFrom = gamma == 0.0 ? Double.NEGATIVE_INFINITY : inflection(gamma);
    }

    @Override
    public double gamma() {
        return gamma;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FocalLoss focal && focal.gamma == gamma;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(gamma);
    }

    @Override
    public Optional<FocalFactor> factor() {
        return Optional.of(factor);
    }

    static double checkedGamma(double gamma) {
        if (!(gamma >= 0.0 && gamma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("gamma must be >= 0 and finite, but was " + gamma + ".");
        }
        return gamma;
    }

    @Override
    public double convexFrom() {
        return convexFrom;
    }

    @Override
    public boolean isLogLoss() {
        return gamma == 0.0;
    }

    @Override
    public double loss(double z) {
        double t = Elementary.exp(-Math.abs(z));
        double l = Elementary.log1p(t);
        return power(z, t, l) * (z < 0.0 ? l - z : l);
    }

    @Override
    public double derivative(double z) {
        double t = Elementary.exp(-Math.abs(z));
        double l = Elementary.log1p(t);
        double power = power(z, t, l);
        double larger = 1.0 / (1.0 + t);
        double smaller = t * larger;
        return z < 0.0 ? slope(power, smaller, larger, l - z) : slope(power, larger, smaller, l);
    }

    /** Computes L' from q^gamma, p, q and s. For gamma 0 the formula would be 0 times infinity at an infinite z. */
    private double slope(double power, double p, double q, double s) {
        return gamma == 0.0 ? -q : -power * (q + gamma * (p * s));
    }

    @Override
    public double secondDerivative(double z) {
        double t = Elementary.exp(-Math.abs(z));
        double l = Elementary.log1p(t);
        double factor = power(z, t, l) * curvature(gamma, z, t, l) / (1.0 + t);
        if (z >= 0.0) {
            return factor;
        }
        if (z < -2.0 * UNDERFLOW) {
            return 0.0;
        }
        double half = Elementary.exp(0.5 * z); // p = t / (1 + t), but t alone may be too small to keep its digits
        return half * factor * half;
    }

    @Override
    public double logSlope(double z) {
        double t = Elementary.exp(-Math.abs(z));
        double l = Elementary.log1p(t);
        if (z >= 0.0) {
            double ratio = t == 0.0 ? 1.0 : l / t;
            return -(gamma + 1.0) * (z + l) + Math.log1p(gamma * ratio);
        }
        double ps = t == 0.0 ? 0.0 : t * (l - z);
        return Math.log1p(gamma * ps) - (gamma + 1.0) * l;
    }

    @Override
    public <V> Optional<V> logSlope(SlopeTerms<V> terms) {
        return Optional.of(terms.focal());
    }

    @Override
    public void evaluate(double[] z, double[] losses, int from, int to, LossScratch scratch) {
        Logistic logistic = scratch.logistic(z, from, to);
        double[] p = logistic.p();
        double[] q = logistic.q();
        double[] s = logistic.s();
        if (gamma == 0.0) {
            for (int i = from; i < to; i++) {
                losses[i] = s[i];
                z[i] = -q[i];
            }
            return;
        }
        double[] power = powers(z, logistic, from, to, scratch);
        for (int i = from; i < to; i++) {
            losses[i] = power[i] * s[i];
            z[i] = -power[i] * (q[i] + gamma * (p[i] * s[i]));
        }
    }

    /** q^gamma, with t = exp(-|z|) and l = log1p(t). */
    double power(double z, double t, double l) {
        if (gamma == 0.0) {
            return 1.0;
        }
        if (isProduct) {
            double larger = 1.0 / (1.0 + t);
            double q = z < 0.0 ? larger : t * larger;
            double power = firstFactor(q);
            for (double exponent = gamma; exponent > 1.0; exponent--) {
                power *= q;
            }
            return power;
        }
        double product = Elementary.exp(-gamma * positivePart(z)) * Elementary.exp(-gamma * l);
        return Math.fma(product, rest(z, l, Elementary.log1pRest(t)), product);
    }

    private double[] powers(double[] z, Logistic logistic, int from, int to, LossScratch scratch) {
        double[] power = scratch.array(Use.POWERS, to);
        if (isProduct) {
            double[] q = logistic.q();
            for (int i = from; i < to; i++) {
                power[i] = firstFactor(q[i]);
            }
            for (double exponent = gamma; exponent > 1.0; exponent--) {
                for (int i = from; i < to; i++) {
                    power[i] *= q[i];
                }
            }
            return power;
        }
        double[] second = scratch.array(Use.EXPONENTS, to);
        double[] l = logistic.l();
        double[] rest = logistic.rest();
        for (int i = from; i < to; i++) {
            power[i] = -gamma * positivePart(z[i]);
            second[i] = -gamma * l[i];
        }
        scratch.math().exp(power, from, to);
        scratch.math().exp(second, from, to);
        for (int i = from; i < to; i++) {
            double product = power[i] * second[i];
            power[i] = Math.fma(product, rest(z[i], l[i], rest[i]), product);
        }
        return power;
    }

    /** First factor of the product: q, or its square root if gamma is not an integer. */
    private double firstFactor(double q) {
        return gamma == Math.rint(gamma) ? q : Math.sqrt(q);
    }

    private double positivePart(double z) {
        return Math.min(Math.max(z, 0.0), powerless);
    }

    /** Rounding error of the exponents -gamma z and -gamma l, which the exponentials would magnify. */
    private double rest(double z, double l, double restOfL) {
        double positive = positivePart(z);
        double ofMargin = Math.fma(-gamma, positive, gamma * positive);
        double ofLogarithm = Math.fma(-gamma, l, gamma * l);
        return ofMargin + ofLogarithm - gamma * restOfL;
    }

    /** The bracket of L'', whose sign is that of L''. */
    static double curvature(double gamma, double z, double t, double l) {
        double q = z >= 0.0 ? t / (1.0 + t) : 1.0 / (1.0 + t);
        double s = z >= 0.0 ? l : l - z;
        return (1.0 + 2.0 * gamma) * q + gamma * s * (gamma - (1.0 + gamma) * q);
    }

    /** Finds the only sign change of L'', which is positive at 0 and negative for very negative z. */
    private static double inflection(double gamma) {
        return Bisection.root(
                z -> curvature(gamma, z, Elementary.exp(z), Elementary.log1p(Elementary.exp(z))),
                -2.0 * (2.0 + 1.0 / gamma) - 10.0,
                0.0);
    }
}
