package org.focalspark.classification;

import org.apache.spark.ml.classification.BinaryLogisticRegressionTrainingSummary;

/**
 * Training summary of a model with two classes: Spark's binary summary, extended by the facts of the fit.
 *
 * @since 0.1.0
 */
public interface FocalBinaryLogisticRegressionTrainingSummary
        extends FocalLogisticRegressionTrainingSummary, BinaryLogisticRegressionTrainingSummary {}
