package org.focalspark.loss;

import java.util.Optional;

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
 * <p>Everything is written in t = exp(-|z|) and l = log1p(t): no logarithm of a rounded probability, no power
 * gamma - 1, no division by q. All three are finite for every finite z; loss and derivative are within 8 ulp of the
 * exact value over |z| &lt;= 1e4 and gamma in [0, 10]. At gamma = 0 the loss is log loss bit for bit.
 *
 * <p>Not convex for gamma &gt; 0: L'' is negative exactly where z &lt; {@link #convexFrom()}. Immutable and
 * thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/1708.02002">Focal Loss for Dense Object Detection</a>, derivative: Appendix B
 */
public final class FocalLoss implements PointwiseLoss {
    private static final long serialVersionUID = 1L;

    /** exp(-x) is 0 from here on, and its square root from twice as far. */
    private static final double UNDERFLOW = 800.0;

    private final double gamma;
    private final FocalFactor factor;
    private final double convexFrom;

    /**
     * Makes the loss of one focusing parameter.
     *
     * @param gamma focusing parameter, finite and &gt;= 0; 0 is log loss
     * @throws IllegalArgumentException if gamma is negative, infinite or NaN
     */
    public FocalLoss(double gamma) {
        this.gamma = checkedGamma(gamma);
        this.factor = FocalFactor.plain(gamma);
        this.convexFrom = gamma == 0.0 ? Double.NEGATIVE_INFINITY : inflection(gamma);
    }

    @Override
    public double gamma() {
        return gamma;
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
        double t = Math.exp(-Math.abs(z));
        double l = Math.log1p(t);
        return z >= 0.0 ? power(z, l) * l : power(z, l) * (l - z);
    }

    @Override
    public double derivative(double z) {
        double t = Math.exp(-Math.abs(z));
        double l = Math.log1p(t);
        return derivative(z, t, l, power(z, l));
    }

    @Override
    public double secondDerivative(double z) {
        double t = Math.exp(-Math.abs(z));
        double l = Math.log1p(t);
        double factor = power(z, l) * curvature(gamma, z, t, l) / (1.0 + t);
        if (z >= 0.0) {
            return factor;
        }
        if (z < -2.0 * UNDERFLOW) {
            return 0.0;
        }
        double half = Math.exp(0.5 * z); // p = t / (1 + t), but t alone may be too small to keep its digits
        return half * factor * half;
    }

    @Override
    public double logSlope(double z) {
        double t = Math.exp(-Math.abs(z));
        double l = Math.log1p(t);
        if (z >= 0.0) {
            double ratio = t == 0.0 ? 1.0 : l / t;
            return -(gamma + 1.0) * (z + l) + Math.log1p(gamma * ratio);
        }
        double ps = t == 0.0 ? 0.0 : t * (l - z);
        return Math.log1p(gamma * ps) - (gamma + 1.0) * l;
    }

    @Override
    public void evaluate(double[] z, double[] losses, int from, int to) {
        for (int i = from; i < to; i++) {
            double margin = z[i];
            double t = Math.exp(-Math.abs(margin));
            double l = Math.log1p(t);
            double power = power(margin, l);
            losses[i] = power * (margin >= 0.0 ? l : l - margin);
            z[i] = derivative(margin, t, l, power);
        }
    }

    /** The derivative of a margin whose t, l and q^gamma the caller has already. */
    private double derivative(double z, double t, double l, double power) {
        double inverse = 1.0 / (1.0 + t);
        return z >= 0.0 ? -power * ((t + gamma * l) * inverse) : -power * ((1.0 + gamma * (t * (l - z))) * inverse);
    }

    /** q^gamma. The product gamma z carries its rounding error along, or the exponential would magnify it. */
    double power(double z, double l) {
        if (gamma == 0.0) {
            return 1.0;
        }
        if (z < 0.0) {
            return Math.exp(-gamma * l);
        }
        double high = gamma * z;
        if (high > UNDERFLOW) {
            return 0.0; // and no infinite correction, where the rounding error of the product itself is large
        }
        double low = Math.fma(gamma, z, -high);
        return Math.exp(-high) * Math.exp(-gamma * l - low);
    }

    /** The bracket of L'', whose sign is that of L''. */
    static double curvature(double gamma, double z, double t, double l) {
        double q = z >= 0.0 ? t / (1.0 + t) : 1.0 / (1.0 + t);
        double s = z >= 0.0 ? l : l - z;
        return (1.0 + 2.0 * gamma) * q + gamma * s * (gamma - (1.0 + gamma) * q);
    }

    /** The only sign change of L'': it is positive at 0 and negative far below. */
    private static double inflection(double gamma) {
        return Bisection.root(
                z -> curvature(gamma, z, Math.exp(z), Math.log1p(Math.exp(z))), -2.0 * (2.0 + 1.0 / gamma) - 10.0, 0.0);
    }
}
