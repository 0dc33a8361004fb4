package org.focalspark.param;

import org.apache.spark.ml.param.Param;
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
                Choice.of(LossKind.class, params.getLoss()), option -> value(params, option), params.getNormalized());
    }

    private static double value(FocalLossParams params, LossForm.Option option) {
        Param<Object> param = params.getParam(option.text());
        // An option that is present in every loss has a default, which must not be lost unnoticed.
        boolean hasValue = params.isDefined(param) || !Double.isNaN(option.absent());
        return hasValue ? (Double) params.getOrDefault(param) : option.absent();
    }
}
