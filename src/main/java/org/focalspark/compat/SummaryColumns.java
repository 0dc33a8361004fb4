package org.focalspark.compat;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Arguments of Spark's summaries.
 *
 * @param predictions output of a model's transform
 * @param probability column of probabilities
 * @param prediction column of predictions
 * @param label column of labels
 * @param features column of feature vectors
 * @param weight column of instance weights; if there is no such column, all rows have the same weight
 */
public record SummaryColumns(
        Dataset<Row> predictions,
        String probability,
        String prediction,
        String label,
        String features,
        String weight) {}
