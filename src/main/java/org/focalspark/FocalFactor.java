package org.focalspark;

import java.io.Serializable;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.Sigmoid;

/**
 * Focal loss of a signed margin together with the factor that makes it focal, plain or reduced.
 *
 * <pre>
 *   p = sigmoid(z), loss = factor (-log p)
 *   plain       factor = (1-p)^gamma
 *   continuous  factor = 1 where p &lt; th, ((1-p) / (1-th))^gamma elsewhere
 *   published   factor = 1 where p &lt; th, ((1-p) / th)^gamma elsewhere; jumps at th unless th = 0.5
 * </pre>
 *
 * <p>1 - p enters by its logarithm, which neither cancels nor underflows. Defined for infinite margins too.
 */
final class FocalFactor implements Serializable {
    private static final long serialVersionUID = 1L;

    private final FocalLoss focal;
    private final FocalLoss logLoss = new FocalLoss(0.0);
    private final double threshold;
    private final double logScale;

    private FocalFactor(double gamma, double threshold, double logScale) {
        this.focal = new FocalLoss(gamma);
        this.threshold = threshold;
        this.logScale = logScale;
    }

    static FocalFactor plain(double gamma) {
        return new FocalFactor(gamma, Double.NEGATIVE_INFINITY, 0.0);
    }

    static FocalFactor reduced(double gamma, double threshold, boolean published) {
        return new FocalFactor(gamma, threshold, published ? Math.log(threshold) : Math.log1p(-threshold));
    }

    double factor(double z) {
        if (focal.gamma() == 0.0 || Sigmoid.of(z) < threshold) {
            return 1.0;
        }
        double l = Math.log1p(Math.exp(-Math.abs(z)));
        double logComplement = z >= 0.0 ? -z - l : -l;
        return Math.exp(focal.gamma() * (logComplement - logScale));
    }

    double loss(double z) {
        if (z == Double.POSITIVE_INFINITY) {
            return 0.0;
        }
        return threshold == Double.NEGATIVE_INFINITY ? focal.loss(z) : factor(z) * logLoss.loss(z);
    }
}
