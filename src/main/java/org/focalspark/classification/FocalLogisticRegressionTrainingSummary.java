package org.focalspark.classification;

import org.apache.spark.ml.classification.LogisticRegressionTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.evaluation.CalibrationEvaluator;

/**
 * How a fit went and how the model does on its training set: Spark's summary and more. Metrics are computed when they
 * are asked for, by a pass over the training set.
 *
 * @since 0.1.0
 */
public interface FocalLogisticRegressionTrainingSummary
        extends FocalTrainingSummary, LogisticRegressionTrainingSummary {

    /**
     * How the fit went, without the metrics.
     *
     * @return what the solver said
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

    /**
     * The reliability table of the probabilities on the training set, in ten bins of equal weight.
     *
     * @return see {@link CalibrationEvaluator#reliability}
     */
    default Dataset<Row> reliability() {
        return Summaries.reliability(this);
    }
}
