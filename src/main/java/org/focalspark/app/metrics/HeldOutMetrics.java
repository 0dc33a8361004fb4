package org.focalspark.app.metrics;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.data.LabelColumn;
import org.focalspark.classification.FocalLogisticRegressionModel;

/** How good a model is on rows that it has not seen. All but the counts of rows are weighted. */
public sealed interface HeldOutMetrics permits BinaryMetrics, MulticlassMetrics {

    /**
     * Computes the metrics of a model.
     *
     * @param label the label that the model predicts
     * @param scored rows that the model has scored, with label and weight
     * @param model names the columns of the scores
     * @param weightCol column of instance weights; every row weighs 1.0 without
     * @return metrics of two classes, or of many
     * @throws InvalidJobException if a weight is not finite and &gt;= 0, or the rows of a class have none
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
     * Returns the lines of the comparison.
     *
     * @return value by name of the metric, in their order; the names are the same for every model
     */
    Map<String, String> lines();

    /**
     * Returns the same and more in full precision, for metrics.json.
     *
     * @return value by key
     */
    Map<String, Object> json();
}
