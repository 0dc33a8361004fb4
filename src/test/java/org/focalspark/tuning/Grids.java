package org.focalspark.tuning;

import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.evaluation.CalibrationEvaluator;

/** Grids over the params of a FocalLogisticRegression, and Spark's CrossValidator over what ours is given. */
public final class Grids {
    private Grids() {}

    public static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression("focal").setMaxIter(6).setRegParam(0.01);
    }

    /** Log loss and focal loss. */
    public static ParamMap[] small(FocalLogisticRegression estimator) {
        return new ParamGridBuilder()
                .addGrid(estimator.gamma(), new double[] {0.0, 2.0})
                .build();
    }

    public static FocalCrossValidator focal(Estimator<?> estimator, ParamMap[] maps, Evaluator evaluator) {
        return new FocalCrossValidator("tuning")
                .setEstimator(estimator)
                .setEstimatorParamMaps(maps)
                .setEvaluator(evaluator);
    }

    public static CrossValidator spark(Estimator<?> estimator, ParamMap[] maps, Evaluator evaluator) {
        return new CrossValidator("tuning")
                .setEstimator(estimator)
                .setEstimatorParamMaps(maps)
                .setEvaluator(evaluator);
    }

    /** Three candidates on two folds, of which the one in the middle cannot be fitted; models are kept. */
    static FocalCrossValidator withAFailure() {
        FocalLogisticRegression estimator = estimator();
        ParamMap[] maps = {
            new ParamMap()
                    .put(estimator.gamma().w(2.0))
                    .put(estimator.regParam().w(0.1)),
            new ParamMap().put(estimator.lowerBoundsOnCoefficients().w(zeros(1, 7))),
            new ParamMap()
                    .put(estimator.gamma().w(0.0))
                    .put(estimator.classWeights().w(new double[] {1.0, 2.0}))
        };
        return focal(estimator, maps, new CalibrationEvaluator()).setNumFolds(2).setCollectSubModels(true);
    }

    static Matrix zeros(int numRows, int numCols) {
        return Matrices.dense(numRows, numCols, new double[numRows * numCols]);
    }

    /** Without the params that are stages, which are compared by themselves. */
    static Params plain(Params stage) {
        Params copy = stage.copy(ParamMap.empty());
        for (String param : List.of("estimator", "evaluator", "estimatorParamMaps")) {
            copy.clear(copy.getParam(param));
        }
        return copy;
    }
}
