package org.focalspark.param;

import org.focalspark.loss.LossForm;
import org.focalspark.loss.LossKind;

/** Reads the params that choose a loss and change it. */
public final class LossForms {
    private LossForms() {}

    /** Returns the form of the loss that the params describe. */
    public static LossForm of(FocalLossParams params) {
        return new LossForm(
                LossKind.named(params.getLoss()),
                params.getPolyEpsilon(),
                params.isSet(params.reducedThreshold()) ? params.getReducedThreshold() : Double.NaN,
                params.getLabelSmoothing(),
                params.getNormalized());
    }
}
