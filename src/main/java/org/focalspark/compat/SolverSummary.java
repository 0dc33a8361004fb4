package org.focalspark.compat;

import org.apache.spark.ml.classification.TrainingSummary;

/** What a solver says of a fit, under the type by which Spark Connect's server lets it be read. */
public interface SolverSummary extends TrainingSummary {}
