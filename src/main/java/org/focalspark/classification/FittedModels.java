package org.focalspark.classification;

import java.util.function.Supplier;
import org.apache.spark.ml.Model;
import org.focalspark.model.FittedModel;
import org.focalspark.model.MarginScoring;

/** Internal: gives other packages of this library access to the fitted part of a model. */
public final class FittedModels {
    private FittedModels() {}

    /**
     * Returns the fitted part of a model with classes.
     *
     * @param model fitted or loaded model
     * @return fitted part
     * @throws IllegalStateException if the model was created by its public constructor
     */
    public static FittedModel of(FocalLogisticRegressionModel model) {
        return model.fitted();
    }

    /**
     * Returns the fitted part of a multilabel model.
     *
     * @param model fitted or loaded model
     * @return fitted part
     * @throws IllegalStateException if the model was created by its public constructor
     */
    public static FittedModel of(FocalMultilabelClassificationModel model) {
        return model.fitted();
    }

    /**
     * Returns the scoring of a model with classes.
     *
     * @param model a FocalLogisticRegressionModel; for another class, the supplier throws a ClassCastException
     * @return supplier that reads the params of the model when it is called
     */
    public static Supplier<MarginScoring> scoring(Model<?> model) {
        return () -> ((FocalLogisticRegressionModel) model).scoring();
    }
}
