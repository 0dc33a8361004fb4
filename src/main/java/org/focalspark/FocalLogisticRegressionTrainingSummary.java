package org.focalspark;

import org.apache.spark.ml.classification.LogisticRegressionTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How a fit went and how the model does on its training set: Spark's summary and more. Metrics are computed when they
 * are asked for, by a pass over the training set.
 *
 * @since 0.1.0
 */
public interface FocalLogisticRegressionTrainingSummary
        extends FocalTrainingSummary, LogisticRegressionTrainingSummary {

    /** Said once more, since both parents have it. */
    @Override
    int totalIterations();

    /**
     * The reliability table of the probabilities on the training set, in ten bins of equal weight.
     *
     * @return see {@link CalibrationEvaluator#reliability}
     */
    Dataset<Row> reliability();
}
