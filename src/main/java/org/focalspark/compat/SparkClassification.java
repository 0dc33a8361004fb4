package org.focalspark.compat;

import org.apache.spark.ml.classification.BinaryLogisticRegressionSummaryImpl;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.LogisticRegressionSummary;
import org.apache.spark.ml.classification.LogisticRegressionSummaryImpl;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;

/** Creates Spark's own models and summaries, whose constructors are private to Spark. */
public final class SparkClassification {
    private SparkClassification() {}

    /**
     * Creates a Spark model with one margin.
     *
     * @param uid unique id
     * @param coefficients one row
     * @param intercepts the intercept
     * @param numClasses number of classes, 1 or 2
     * @return model with default params
     */
    public static LogisticRegressionModel binomial(String uid, Matrix coefficients, Vector intercepts, int numClasses) {
        return new LogisticRegressionModel(uid, coefficients, intercepts, numClasses, false);
    }

    /**
     * Creates a Spark model with one margin per class.
     *
     * @param uid unique id
     * @param coefficients one row per class
     * @param intercepts one intercept per class
     * @return model with default params
     */
    public static LogisticRegressionModel multinomial(String uid, Matrix coefficients, Vector intercepts) {
        return new LogisticRegressionModel(uid, coefficients, intercepts, intercepts.size(), true);
    }

    /**
     * Creates a Spark summary.
     *
     * @param columns predictions and their columns
     * @param numClasses number of classes
     * @return binary summary for two classes
     */
    public static LogisticRegressionSummary summary(SummaryColumns columns, int numClasses) {
        return numClasses > 2
                ? new LogisticRegressionSummaryImpl(
                        columns.predictions(),
                        columns.probability(),
                        columns.prediction(),
                        columns.label(),
                        columns.features(),
                        columns.weight())
                : new BinaryLogisticRegressionSummaryImpl(
                        columns.predictions(),
                        columns.probability(),
                        columns.prediction(),
                        columns.label(),
                        columns.features(),
                        columns.weight());
    }
}
