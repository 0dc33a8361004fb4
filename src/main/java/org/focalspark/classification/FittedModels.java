package org.focalspark.classification;

import java.util.function.Supplier;
import org.apache.spark.ml.Model;
import org.focalspark.model.FittedModel;
import org.focalspark.model.MarginScoring;

/** Gives other packages what a model has learned, which its users see as coefficients, priors and predictions. */
public final class FittedModels {
    private FittedModels() {}

    /** Returns what a model with classes has learned. */
    public static FittedModel of(FocalLogisticRegressionModel model) {
        return model.fitted();
    }

    /** Returns what a multilabel model has learned. */
    public static FittedModel of(FocalMultilabelClassificationModel model) {
        return model.fitted();
    }

    /**
     * Returns how a model scores margins.
     *
     * @param model a model with classes; of any other, the supplier throws a ClassCastException
     * @return scoring with the params that the model has at the time of the call
     */
    public static Supplier<MarginScoring> scoring(Model<?> model) {
        return () -> ((FocalLogisticRegressionModel) model).scoring();
    }
}
