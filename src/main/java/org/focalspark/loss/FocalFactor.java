package org.focalspark.loss;

import java.io.Serializable;
import org.focalspark.loss.tile.Elementary;

/**
 * Focal factor, by which a focal loss multiplies -log p; plain or reduced.
 *
 * <pre>
 *   p = sigmoid(z)
 *   plain       factor = (1-p)^gamma
 *   continuous  factor = 1 where p &lt; th, ((1-p) / (1-th))^gamma elsewhere
 *   published   factor = 1 where p &lt; th, ((1-p) / th)^gamma elsewhere; jumps at th unless th = 0.5
 * </pre>
 *
 * <p>The factor is computed from log(1 - p), which neither cancels nor underflows. It is defined for infinite margins
 * too. Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/1903.01347">Reduced Focal Loss</a>, eq. 3
 */
public final class FocalFactor implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double gamma;
    private final double threshold;
    private final double logScale;

    private FocalFactor(double gamma, double threshold, double logScale) {
        this.gamma = FocalLoss.checkedGamma(gamma);
        this.threshold = threshold;
        this.logScale = logScale;
    }

    /**
     * Returns the factor (1-p)^gamma.
     *
     * @param gamma focusing parameter, finite and &gt;= 0
     * @return the factor
     */
    public static FocalFactor plain(double gamma) {
        return new FocalFactor(gamma, Double.NEGATIVE_INFINITY, 0.0);
    }

    /**
     * Returns the reduced factor, which is 1 for rows with p below the threshold.
     *
     * @param gamma focusing parameter, finite and &gt;= 0
     * @param threshold th, in (0, 1)
     * @param published whether to use the published form, which jumps at th
     * @return the factor
     */
    public static FocalFactor reduced(double gamma, double threshold, boolean published) {
        return new FocalFactor(gamma, threshold, published ? Math.log(threshold) : Math.log1p(-threshold));
    }

    /**
     * The factor.
     *
     * @param z signed margin, infinities allowed
     * @return factor, &gt;= 0
     */
    public double of(double z) {
        return isConstant(z) ? 1.0 : Elementary.exp(log(z));
    }

    /** Logarithm of the factor, which does not underflow. */
    double log(double z) {
        if (isConstant(z)) {
            return 0.0;
        }
        double l = Elementary.log1p(Elementary.exp(-Math.abs(z)));
        return gamma * ((z >= 0.0 ? -z - l : -l) - logScale);
    }

    /** Derivative of the logarithm of the factor in z. */
    double logDerivative(double z) {
        return isConstant(z) ? 0.0 : -gamma * Sigmoid.of(z);
    }

    private boolean isConstant(double z) {
        return gamma == 0.0 || Sigmoid.of(z) < threshold;
    }
}
