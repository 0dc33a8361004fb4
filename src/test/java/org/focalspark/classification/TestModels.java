package org.focalspark.classification;

import org.focalspark.model.FittedModel;

/** Makes models without a fit, for tests of other packages. */
public final class TestModels {
    private TestModels() {}

    public static FocalLogisticRegressionModel of(String uid, FittedModel fitted) {
        return new FocalLogisticRegressionModel(uid, fitted, null);
    }
}
