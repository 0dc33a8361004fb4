package org.focalspark;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;

/** Grids over the params of a FocalLogisticRegression, and Spark's CrossValidator over what ours is given. */
final class Grids {
    private Grids() {}

    static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression("focal").setMaxIter(6).setRegParam(0.01);
    }

    /** Log loss and focal loss. */
    static ParamMap[] small(FocalLogisticRegression estimator) {
        return new ParamGridBuilder()
                .addGrid(estimator.gamma(), new double[] {0.0, 2.0})
                .build();
    }

    static FocalCrossValidator focal(Estimator<?> estimator, ParamMap[] maps, Evaluator evaluator) {
        return new FocalCrossValidator("tuning")
                .setEstimator(estimator)
                .setEstimatorParamMaps(maps)
                .setEvaluator(evaluator);
    }

    static CrossValidator spark(Estimator<?> estimator, ParamMap[] maps, Evaluator evaluator) {
        return new CrossValidator("tuning")
                .setEstimator(estimator)
                .setEstimatorParamMaps(maps)
                .setEvaluator(evaluator);
    }
}
