package org.focalspark.compat;

import org.apache.spark.ml.param.shared.HasThresholds;

/** Spark's own params of a logistic regression with one class per row. */
public interface ClassifierParams extends SparkLogisticParams, HasThresholds {}
