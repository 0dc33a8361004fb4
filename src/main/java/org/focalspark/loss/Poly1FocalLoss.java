package org.focalspark.loss;

import java.util.Optional;
import org.focalspark.loss.tile.Elementary;

/**
 * Poly-1 focal loss (Leng et al. 2022): focal loss with the weight of its first polynomial term changed.
 *
 * <pre>
 *   p = sigmoid(z), q = 1 - p, s = -log p = q + q^2/2 + q^3/3 + ...
 *   L   = q^gamma s + epsilon q^(gamma + 1)                                       loss, nats
 *   L'  = -q^gamma (q + gamma p s + epsilon (gamma + 1) p q)                      d L / d z, &lt;= 0
 *   L'' = L''_focal + epsilon (gamma + 1) p q^(gamma + 1) ((gamma + 1) p - q)     d2 L / d z2
 * </pre>
 *
 * <p>epsilon = 0 is the focal loss; epsilon = -1 would remove the first term. The loss is computed as a sum of
 * nonnegative terms. For a negative epsilon these are 1 + epsilon times the focal loss and -epsilon times the loss at
 * epsilon = -1, whose factor s - q is computed by a series if q is small. Strictly proper, with its own link. Not
 * convex in general. Immutable and thread-safe. Derivation: docs/adding-a-loss.md.
 *
 * @see <a href="https://arxiv.org/abs/2204.12511">PolyLoss: A Polynomial Expansion Perspective of Classification Loss
 *     Functions</a>
 */
public final class Poly1FocalLoss implements PointwiseLoss {
    private static final long serialVersionUID = 1L;

    /** From this q on, s - q is computed as a difference, which loses at most one and a half digits. */
    private static final double SERIES_UNTIL = 0.1;

    private static final int SERIES_TERMS = 18;

    private final FocalLoss focal;
    private final double gamma;
    private final double epsilon;
    /** Weights of the focal loss, of its first term, and of the loss without its first term; none is negative. */
    private final double focalPart;

    private final double termPart;
    private final double restPart;
    private final double convexFrom;

    /**
     * Creates the loss.
     *
     * @param gamma focusing parameter, finite and &gt;= 0
     * @param epsilon increment of the weight of the first polynomial term, finite and &gt; -1
     * @throws IllegalArgumentException if gamma or epsilon is out of range
     */
    public Poly1FocalLoss(double gamma, double epsilon) {
        if (!(epsilon > -1.0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("polyEpsilon must be > -1 and finite, but was " + epsilon + ".");
        }
        this.focal = new FocalLoss(gamma);
        this.gamma = gamma;
        this.epsilon = epsilon;
        this.focalPart = Math.min(1.0 + epsilon, 1.0);
        this.termPart = Math.max(epsilon, 0.0);
        this.restPart = Math.max(-epsilon, 0.0);
        this.convexFrom = inflection();
    }

    @Override
    public double loss(double z) {
        double q = Sigmoid.of(-z);
        double power = power(z);
        double rest = restPart == 0.0 ? 0.0 : restPart * (power * excess(z)); // not 0 times an infinite excess
        return focalPart * focal.loss(z) + termPart * (power * q) + rest;
    }

    @Override
    public double derivative(double z) {
        double p = Sigmoid.of(z);
        double q = Sigmoid.of(-z);
        double power = power(z);
        return focalPart * focal.derivative(z)
                - termPart * (power * ((gamma + 1.0) * p * q))
                - restPart * (power * (q * q + gamma * p * excess(z)));
    }

    @Override
    public double secondDerivative(double z) {
        return power(z) * Sigmoid.of(z) * curvature(z);
    }

    @Override
    public double logSlope(double z) {
        double t = Elementary.exp(-Math.abs(z));
        double l = Elementary.log1p(t);
        double p = Sigmoid.of(z);
        double q = Sigmoid.of(-z);
        // p s / q and p (s - q) / q: s and q vanish together as p goes to 1, and p s vanishes as p goes to 0.
        double ratio = t == 0.0 ? p : z >= 0.0 ? p * (l * (1.0 + t) / t) : t * (l - z);
        double excess = z >= 0.0 ? (q == 0.0 ? 0.0 : p * (excess(z) / q)) : ratio - p;
        double term = (gamma + 1.0) * p;
        double rest = q + gamma * excess;
        return focal.logSlope(z) + Math.log(focalPart + (termPart * term + restPart * rest) / (1.0 + gamma * ratio));
    }

    @Override
    public <V> Optional<V> logSlope(SlopeTerms<V> terms) {
        V focalParts = terms.each(loss -> ((Poly1FocalLoss) loss).focalPart);
        V termParts = terms.each(loss -> ((Poly1FocalLoss) loss).termPart * (loss.gamma() + 1.0));
        V restParts = terms.each(loss -> ((Poly1FocalLoss) loss).restPart);
        V gammas = terms.each(PointwiseLoss::gamma);
        V term = terms.times(termParts, terms.p());
        V rest = terms.times(
                restParts, terms.plus(terms.q(), terms.times(gammas, terms.minus(terms.ratio(), terms.p()))));
        V bracket = terms.plus(terms.each(loss -> 1.0), terms.times(gammas, terms.ratio()));
        return Optional.of(terms.plus(
                terms.focal(), terms.log(terms.plus(focalParts, terms.over(terms.plus(term, rest), bracket)))));
    }

    @Override
    public double convexFrom() {
        return convexFrom;
    }

    @Override
    public double gamma() {
        return gamma;
    }

    /**
     * Increment of the weight of the first polynomial term.
     *
     * @return epsilon, &gt; -1
     */
    public double epsilon() {
        return epsilon;
    }

    @Override
    public boolean isLogLoss() {
        return gamma == 0.0 && epsilon == 0.0;
    }

    private double power(double z) {
        double t = Elementary.exp(-Math.abs(z));
        return focal.power(z, t, Elementary.log1p(t));
    }

    /** s - q = q^2/2 + q^3/3 + ... */
    private static double excess(double z) {
        double q = Sigmoid.of(-z);
        if (q >= SERIES_UNTIL) {
            double l = Elementary.log1p(Elementary.exp(-Math.abs(z)));
            return (z >= 0.0 ? l : l - z) - q;
        }
        double sum = 0.0;
        for (int k = SERIES_TERMS; k >= 2; k--) {
            sum = sum * q + 1.0 / k;
        }
        return sum * q * q;
    }

    /** The bracket of L'' = q^gamma p (...), whose sign is that of L''. */
    private double curvature(double z) {
        double t = Elementary.exp(-Math.abs(z));
        double p = Sigmoid.of(z);
        double q = Sigmoid.of(-z);
        return FocalLoss.curvature(gamma, z, t, Elementary.log1p(t))
                + epsilon * (gamma + 1.0) * q * ((gamma + 1.0) * p - q);
    }

    /**
     * Finds the only sign change of L'', if there is one. For very negative z the bracket approaches 1 + 2 gamma +
     * gamma z - epsilon (gamma + 1).
     */
    private double inflection() {
        double low = gamma == 0.0 ? -50.0 : -2.0 * (3.0 + Math.abs(epsilon)) * (1.0 + 1.0 / gamma) - 10.0;
        return curvature(low) < 0.0 ? Bisection.root(this::curvature, low, 40.0) : Double.NEGATIVE_INFINITY;
    }
}
