package org.focalspark;

import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegressionSummary;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.focalspark.compat.SparkClassification;
import org.focalspark.compat.SummaryColumns;
import scala.Tuple3;

/** Makes the summaries of a model on a dataset. */
final class Summaries {
    /** Spark's summaries weigh all rows alike where the column does not exist. */
    private static final String NO_WEIGHT = "focalspark_no_weight";

    private Summaries() {}

    static FocalLogisticRegressionTrainingSummary ofTraining(
            FocalLogisticRegressionModel model, Dataset<?> dataset, FocalTrainingSummary facts) {
        SummaryColumns columns = columns(model, dataset);
        return model.numClasses() > 2
                ? new ClassesTrainingSummary(columns, facts)
                : new TwoClassesTrainingSummary(columns, facts);
    }

    static LogisticRegressionSummary of(FocalLogisticRegressionModel model, Dataset<?> dataset) {
        return SparkClassification.summary(columns(model, dataset), model.numClasses());
    }

    private static SummaryColumns columns(FocalLogisticRegressionModel model, Dataset<?> dataset) {
        // A copy, so that a threshold or calibration set later does not change what the summary says.
        Tuple3<?, ?, ?> named = model.copy(ParamMap.empty()).findSummaryModel();
        FocalLogisticRegressionModel scoring = (FocalLogisticRegressionModel) named._1();
        boolean weighted =
                model.isDefined(model.weightCol()) && !model.getWeightCol().isEmpty();
        return new SummaryColumns(
                scoring.transform(known(model, dataset)),
                (String) named._2(),
                (String) named._3(),
                model.getLabelCol(),
                model.getFeaturesCol(),
                weighted ? model.getWeightCol() : NO_WEIGHT);
    }

    /** Without the rows whose label is to be ignored. */
    private static Dataset<?> known(FocalLogisticRegressionModel model, Dataset<?> dataset) {
        if (!model.isSet(model.ignoreLabel())) {
            return dataset;
        }
        Column label = Columns.named(model.getLabelCol()).cast("double");
        return dataset.filter(functions.not(label.eqNullSafe(functions.lit(model.getIgnoreLabel()))));
    }

    static Dataset<Row> reliability(FocalLogisticRegressionTrainingSummary summary) {
        CalibrationEvaluator evaluator =
                new CalibrationEvaluator().setLabelCol(summary.labelCol()).setProbabilityCol(summary.probabilityCol());
        if (Arrays.asList(summary.predictions().columns()).contains(summary.weightCol())) {
            evaluator.setWeightCol(summary.weightCol());
        }
        return evaluator.reliability(summary.predictions());
    }
}
