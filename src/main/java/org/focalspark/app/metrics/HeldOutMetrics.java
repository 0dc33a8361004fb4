package org.focalspark.app.metrics;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.data.LabelColumn;
import org.focalspark.classification.FocalLogisticRegressionModel;

/** Metrics of a model on the held-out set. All metrics except the numbers of rows are weighted. */
public sealed interface HeldOutMetrics permits BinaryMetrics, MulticlassMetrics {

    /**
     * Computes the metrics of a model.
     *
     * @param label the label that the model predicts
     * @param scored rows that the model has scored, with label and weight
     * @param model model, which names the columns of the scores
     * @param weightCol column of instance weights; if empty, every row has weight 1.0
     * @return metrics of a binary or of a multiclass model
     * @throws InvalidJobException if a weight is not finite and &gt;= 0, or if a class of a binary label has total
     *     weight 0
     */
    static HeldOutMetrics of(
            LabelColumn label, Dataset<Row> scored, FocalLogisticRegressionModel model, Optional<String> weightCol) {
        return label.isBinary()
                ? BinaryMetrics.of(ScoredRow.of(scored, model.getProbabilityCol(), weightCol))
                : MulticlassMetrics.of(
                        ClassifiedRow.of(scored, model.getProbabilityCol(), model.getPredictionCol(), weightCol),
                        label.classNames());
    }

    /**
     * Returns the metrics for the comparison.
     *
     * @return value by name of the metric, in the order of the lines; the names are the same for every model
     */
    Map<String, String> lines();

    /**
     * Returns all metrics in full precision, for metrics.json.
     *
     * @return value by key
     */
    Map<String, Object> json();
}
