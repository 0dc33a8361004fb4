package org.focalspark.app;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.classification.FocalLogisticRegressionModel;

/** How good a model is on rows that it has not seen. All but the counts of rows are weighted. */
sealed interface HeldOutMetrics permits BinaryMetrics, MulticlassMetrics {

    /**
     * Computes the metrics of a model.
     *
     * @param label the label that the model predicts
     * @param scored rows that the model has scored, with label and weight
     * @param model names the columns of the scores
     * @param weightCol column of instance weights; every row weighs 1.0 without
     */
    static HeldOutMetrics of(
            LabelColumn label, Dataset<Row> scored, FocalLogisticRegressionModel model, Optional<String> weightCol) {
        return label.isBinary()
                ? BinaryMetrics.of(ScoredRow.of(scored, model.getProbabilityCol(), weightCol))
                : MulticlassMetrics.of(
                        ClassifiedRow.of(scored, model.getProbabilityCol(), model.getPredictionCol(), weightCol),
                        label.classNames());
    }

    /** Lines of the comparison in their order: the name of a metric, which is the same for every model, and its value. */
    Map<String, String> lines();

    /** The same and more in full precision. */
    Map<String, Object> json();
}
