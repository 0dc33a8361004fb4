package org.focalspark.classification;

import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegressionSummary;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.compat.SparkClassification;
import org.focalspark.compat.SummaryColumns;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.training.input.InputColumns;
import org.focalspark.training.job.SparkFailure;
import org.jspecify.annotations.Nullable;
import scala.Tuple3;

/** Creates the summaries of a model on a dataset. */
final class Summaries {
    /** Name of a column that does not exist, for which Spark's summaries use weight 1. */
    private static final String NO_WEIGHT = "focalspark_no_weight";

    private Summaries() {}

    /**
     * Returns a value that only fitted models have. Throws a SparkException if it is null because the model was loaded.
     *
     * @param uid uid of the model
     */
    static <T> T orMissing(@Nullable T memory, String uid) {
        if (memory == null) {
            throw SparkFailure.of("No training summary available for " + uid + ": it is not saved with the model.");
        }
        return memory;
    }

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
        // The copy keeps the summary independent of later changes of threshold or calibration.
        Tuple3<?, ?, ?> named = model.copy(ParamMap.empty()).findSummaryModel();
        // Rows without a score would make the metrics meaningless.
        FocalLogisticRegressionModel scoring = ((FocalLogisticRegressionModel) named._1()).setHandleInvalid("error");
        InputColumns input = TrainingParams.columns(model, model.getLabelCol(), model.getFeaturesCol(), false);
        return new SummaryColumns(
                scoring.transform(input.known(dataset)),
                (String) named._2(),
                (String) named._3(),
                input.label(),
                input.features(),
                input.weight().orElse(NO_WEIGHT));
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
