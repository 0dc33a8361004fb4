package org.focalspark.classification;

import org.apache.spark.ml.classification.BinaryLogisticRegressionTrainingSummary;

/**
 * How a fit of two classes went and how the model does on its training set: Spark's binary summary and more.
 *
 * @since 0.1.0
 */
public interface FocalBinaryLogisticRegressionTrainingSummary
        extends FocalLogisticRegressionTrainingSummary, BinaryLogisticRegressionTrainingSummary {}
