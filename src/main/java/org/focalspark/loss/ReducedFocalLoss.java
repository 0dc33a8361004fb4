package org.focalspark.loss;

import java.util.Optional;

/**
 * Focal loss that down-weights only rows whose p reaches a threshold (Sergievskiy and Ponamarev 2019, eq. 3).
 *
 * <pre>
 *   p = sigmoid(z), q = 1 - p
 *   L = -log p                              where p &lt; th
 *   L = (q / (1 - th))^gamma (-log p)       where p &gt;= th
 * </pre>
 *
 * <p>This is the continuous form. The published form divides by th instead of 1 - th. It jumps at th unless th = 0.5,
 * so a gradient method cannot minimize it; {@link #published} creates it for evaluation only.
 *
 * <p>At p = th the derivative jumps from -q to -(q + gamma p (-log p)). Margins near the jump minimize the expected
 * loss for no posterior, so there is no posterior map. The loss is not convex there for any gamma &gt; 0. Immutable and
 * thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/1903.01347">Reduced Focal Loss</a>
 */
public final class ReducedFocalLoss implements PointwiseLoss {
    private static final long serialVersionUID = 1L;
    private static final FocalLoss LOG_LOSS = new FocalLoss(0.0);

    private final FocalLoss focal;
    private final FocalFactor factor;
    private final double threshold;
    private final double scale;

    /**
     * Creates the loss.
     *
     * @param gamma focusing parameter, finite and &gt;= 0
     * @param threshold th, in (0, 1)
     * @throws IllegalArgumentException if gamma or threshold is out of range, or (1 - th)^-gamma overflows
     */
    public ReducedFocalLoss(double gamma, double threshold) {
        this(gamma, threshold, 1.0 - threshold, false);
    }

    private ReducedFocalLoss(double gamma, double threshold, double unit, boolean published) {
        if (!(threshold > 0.0 && threshold < 1.0)) {
            throw new IllegalArgumentException("reducedThreshold must be in (0, 1), but was " + threshold + ".");
        }
        this.focal = new FocalLoss(gamma);
        this.factor = FocalFactor.reduced(gamma, threshold, published);
        this.threshold = threshold;
        this.scale = Math.pow(unit, -gamma);
        if (Double.isInfinite(scale)) {
            throw new IllegalArgumentException(String.format(
                    "gamma %s is too large for reducedThreshold %s: the factor leaves the range of double. Choose a smaller"
                            + " gamma.",
                    gamma, threshold));
        }
    }

    /**
     * Creates the published form of the loss, with its jump.
     *
     * @param gamma focusing parameter, finite and &gt;= 0
     * @param threshold th, in (0, 1)
     * @return loss to evaluate, not to minimize
     */
    public static ReducedFocalLoss published(double gamma, double threshold) {
        return new ReducedFocalLoss(gamma, threshold, threshold, true);
    }

    @Override
    public double loss(double z) {
        return isUnlearned(z) ? LOG_LOSS.loss(z) : scale * focal.loss(z);
    }

    @Override
    public double derivative(double z) {
        return isUnlearned(z) ? LOG_LOSS.derivative(z) : scale * focal.derivative(z);
    }

    @Override
    public double secondDerivative(double z) {
        return isUnlearned(z) ? LOG_LOSS.secondDerivative(z) : scale * focal.secondDerivative(z);
    }

    @Override
    public double logSlope(double z) {
        return isUnlearned(z) ? LOG_LOSS.logSlope(z) : Math.log(scale) + focal.logSlope(z);
    }

    @Override
    public double convexFrom() {
        return isLogLoss() ? Double.NEGATIVE_INFINITY : Double.NaN;
    }

    @Override
    public double gamma() {
        return focal.gamma();
    }

    @Override
    public boolean isLogLoss() {
        return focal.isLogLoss();
    }

    @Override
    public boolean hasPosteriorMap() {
        return isLogLoss();
    }

    @Override
    public Optional<FocalFactor> factor() {
        return Optional.of(factor);
    }

    private boolean isUnlearned(double z) {
        return Sigmoid.of(z) < threshold;
    }
}
