package org.focalspark.compat;

import org.apache.spark.ml.classification.BinaryLogisticRegressionTrainingSummaryImpl;

/** Spark's summary of a binary training set, to be extended in Java. */
public abstract class JavaBinaryTrainingSummary extends BinaryLogisticRegressionTrainingSummaryImpl {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the summary. Metrics are computed on request.
     *
     * @param columns predictions of the training set and their columns
     * @param objectiveHistory objective at the start and after each iteration
     */
    protected JavaBinaryTrainingSummary(SummaryColumns columns, double[] objectiveHistory) {
        super(
                columns.predictions(),
                columns.probability(),
                columns.prediction(),
                columns.label(),
                columns.features(),
                columns.weight(),
                objectiveHistory);
    }
}
