package org.focalspark.testkit.random;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.FocalMultilabelClassificationModel;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.testkit.StageParams;
import scala.Predef;

/** The estimator of a case, with the params of the case. */
final class CaseEstimator {
    private final Estimator<?> stage;

    private CaseEstimator(Estimator<?> stage) {
        this.stage = stage;
    }

    /** Throws the exception of a setter or of the fit of the initial model. */
    static CaseEstimator of(RandomCase example) throws Throwable {
        Estimator<?> stage =
                example.table().multilabel() ? new FocalMultilabelClassifier() : new FocalLogisticRegression();
        for (Map.Entry<String, Object> param : example.params().entrySet()) {
            if (!param.getKey().equals(RandomCase.INITIAL_MODEL)) {
                try {
                    StageParams.set(stage, param.getKey(), param.getValue());
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        }
        if (example.isSet(RandomCase.INITIAL_MODEL) && stage instanceof FocalLogisticRegression classes) {
            FocalLogisticRegression first = classes.copy(ParamMap.empty()).setMaxIter(2);
            classes.setInitialModel(first.fit(example.table().frame()));
        }
        return new CaseEstimator(stage);
    }

    Estimator<?> stage() {
        return stage;
    }

    TrainedModel fit(RandomTable table) {
        return trained(stage.fit(table.frame()));
    }

    /** Fits the case together with candidates that differ in regParam and gamma, in one pass for all. */
    TrainedModel fitInLockstep(RandomTable table) {
        ParamMap[] maps = {
            StageParams.map(stage, Map.of("regParam", 0.5)),
            ParamMap.empty(),
            StageParams.map(stage, Map.of("gamma", 1.0, "regParam", 1.0))
        };
        Dataset<Row> rows = table.frame();
        return trained(
                (Model<?>) stage.fit(rows, Predef.wrapRefArray(maps).toList()).apply(1));
    }

    private static TrainedModel trained(Model<?> model) {
        return model instanceof FocalLogisticRegressionModel classes
                ? new TrainedModel.OfClasses(classes)
                : new TrainedModel.OfLabels((FocalMultilabelClassificationModel) model);
    }
}
