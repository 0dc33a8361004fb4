package org.focalspark.loss;

import java.io.Serializable;

/**
 * The way back from the probabilities of smoothed labels, y' = (1 - e) y + e / K, to those of the labels.
 *
 * <p>The posterior of y' is (1 - e) eta + e / K; a fitted model may nevertheless say less than e / K. There eta is held
 * above 0, so that its log loss stays finite. Immutable and thread-safe.
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
