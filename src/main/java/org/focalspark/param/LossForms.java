package org.focalspark.param;

import org.focalspark.loss.Choice;
import org.focalspark.loss.LossForm;
import org.focalspark.loss.LossKind;

/** Reads the {@link LossForm} of a stage from its params. */
public final class LossForms {
    private LossForms() {}

    /**
     * Returns the form of the loss that the params describe.
     *
     * @param params estimator, model or evaluator
     * @return form
     * @throws IllegalArgumentException if param loss is unknown
     */
    public static LossForm of(FocalLossParams params) {
        return new LossForm(
                Choice.of(LossKind.class, params.getLoss()),
                params.getPolyEpsilon(),
                params.isSet(params.reducedThreshold()) ? params.getReducedThreshold() : Double.NaN,
                params.getLabelSmoothing(),
                params.getNormalized());
    }
}
