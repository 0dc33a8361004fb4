package org.focalspark.loss;

import java.io.Serializable;

/**
 * Inverse of label smoothing: converts probabilities of smoothed labels, y' = (1 - e) y + e / K, to those of the
 * labels.
 *
 * <p>The posterior of y' is (1 - e) eta + e / K, but a fitted model may predict less than e / K. In that case eta is
 * set to a small positive floor, so that its log loss is finite. Immutable and thread-safe.
 */
final class LabelSmoothing implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double smoothing;
    private final int numClasses;

    LabelSmoothing(double smoothing, int numClasses) {
        this.smoothing = smoothing;
        this.numClasses = numClasses;
    }

    boolean isNone() {
        return smoothing == 0.0;
    }

    /** Log-odds of the label from those of the smoothed label, for two classes. */
    double undo(double logOdds) {
        return isNone() ? logOdds : Math.log(undone(Sigmoid.of(logOdds)) / undone(Sigmoid.of(-logOdds)));
    }

    /** Probability of a label from that of the smoothed label, up to a factor that all classes share. */
    double undone(double smoothed) {
        return Math.max((smoothed - smoothing / numClasses) / (1.0 - smoothing), Calibration.UNSMOOTHED_FLOOR);
    }
}
