package org.focalspark.compat;

import org.apache.spark.ml.param.shared.HasThresholds;

/** Spark's own params of a logistic regression over classes that exclude each other. */
public interface ClassifierParams extends SparkLogisticParams, HasThresholds {}
