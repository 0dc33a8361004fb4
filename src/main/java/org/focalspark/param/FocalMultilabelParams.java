package org.focalspark.param;

import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.compat.MultilabelParams;

/**
 * Params of focal-loss logistic regression over labels that do not exclude each other.
 *
 * @since 0.1.0
 */
public interface FocalMultilabelParams extends FocalTrainingParams, MultilabelParams {

    /**
     * Probability of each label above which it is predicted; overrides {@link #threshold()}, which applies to all
     * labels.
     *
     * <p>One value per label, each in [0, 1], unset by default. Applies to the calibrated probability.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleArrayParam thresholds() {
        return DeclaredParam.numbers(
                this,
                "thresholds",
                "probability of each label above which it is predicted, overrides threshold (each in [0, 1])",
                () -> ParamRule.each("thresholds must be in [0, 1]", v -> v >= 0.0 && v <= 1.0));
    }

    /**
     * Column of the indices of the predicted labels: an array of doubles in ascending order, as Spark's
     * MultilabelClassificationEvaluator reads it.
     *
     * <p>Default predictedLabels; empty leaves the column out.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> predictedLabelsCol() {
        return DeclaredParam.text(
                this,
                "predictedLabelsCol",
                "column of the indices of the predicted labels, as MultilabelClassificationEvaluator takes them",
                "predictedLabels");
    }

    /**
     * Value of {@link #thresholds()}.
     *
     * @return one threshold per label
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double[] getThresholds() {
        return getOrDefault(thresholds());
    }

    /**
     * Value of {@link #predictedLabelsCol()}.
     *
     * @return name of the column
     */
    default String getPredictedLabelsCol() {
        return getOrDefault(predictedLabelsCol());
    }
}
