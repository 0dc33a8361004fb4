package org.focalspark.classification;

import org.apache.spark.ml.classification.LogisticRegressionTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.evaluation.CalibrationEvaluator;

/**
 * Training summary of a model with classes: Spark's summary, extended by the facts of the fit. Metrics are computed on
 * first use, in a pass over the training set.
 *
 * @since 0.1.0
 */
public interface FocalLogisticRegressionTrainingSummary
        extends FocalTrainingSummary, LogisticRegressionTrainingSummary {

    /**
     * Returns the facts of the fit, without the metrics.
     *
     * @return objective history, convergence and stationarity
     */
    FocalTrainingSummary fit();

    @Override
    default double[] gradientNormHistory() {
        return fit().gradientNormHistory();
    }

    @Override
    default int totalIterations() {
        return fit().totalIterations();
    }

    @Override
    default boolean converged() {
        return fit().converged();
    }

    @Override
    default String convergenceReason() {
        return fit().convergenceReason();
    }

    @Override
    default double gradientNorm() {
        return fit().gradientNorm();
    }

    @Override
    default double nonConvexShare() {
        return fit().nonConvexShare();
    }

    @Override
    default double estimatedGap() {
        return fit().estimatedGap();
    }

    /**
     * The reliability table of the probabilities on the training set, in ten bins of equal weight.
     *
     * @return see {@link CalibrationEvaluator#reliability}
     */
    default Dataset<Row> reliability() {
        return Summaries.reliability(this);
    }
}
