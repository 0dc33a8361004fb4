package org.focalspark.compat;

import org.apache.spark.ml.classification.TrainingSummary;

/** Solver results of a fit, with the type that Spark Connect's server allows clients to read. */
public interface SolverSummary extends TrainingSummary {}
