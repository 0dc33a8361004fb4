package org.focalspark.param;

/**
 * Setters of {@link FocalMultilabelParams} that the estimator and its model share.
 *
 * @param <S> type of the stage, which every setter returns
 * @since 0.1.0
 */
@SuppressWarnings("unchecked") // S is the class that implements this
public interface FocalMultilabelSetters<S extends FocalMultilabelSetters<S>> extends FocalMultilabelParams {

    /**
     * Sets the column of feature vectors.
     *
     * @param value name, default features
     * @return this
     */
    default S setFeaturesCol(String value) {
        return (S) set(featuresCol(), value);
    }

    /**
     * Sets the column of labels.
     *
     * @param value name of a column of vectors or arrays of 0, 1 and NaN, default label
     * @return this
     */
    default S setLabelCol(String value) {
        return (S) set(labelCol(), value);
    }

    /**
     * Sets the column of margins.
     *
     * @param value name of a new column of vectors, default rawPrediction; empty leaves it out
     * @return this
     */
    default S setRawPredictionCol(String value) {
        return (S) set(rawPredictionCol(), value);
    }

    /**
     * Sets the column of probabilities, one per label.
     *
     * @param value name of a new column of vectors, default probability; empty leaves it out
     * @return this
     */
    default S setProbabilityCol(String value) {
        return (S) set(probabilityCol(), value);
    }

    /**
     * Sets the column of predictions, 0 or 1 per label.
     *
     * @param value name of a new column of vectors, default prediction; empty leaves it out
     * @return this
     */
    default S setPredictionCol(String value) {
        return (S) set(predictionCol(), value);
    }

    /**
     * Sets the column of the indices of the predicted labels.
     *
     * @param value name of a new column of arrays, default predictedLabels; empty leaves it out
     * @return this
     */
    default S setPredictedLabelsCol(String value) {
        return (S) set(predictedLabelsCol(), value);
    }

    /**
     * Sets the probability above which a label is predicted, for all labels, and clears thresholds.
     *
     * @param value in [0, 1], default 0.5
     * @return this
     */
    default S setThreshold(double value) {
        clear(thresholds());
        return (S) set(threshold(), value);
    }

    /**
     * Sets the probability of each label above which it is predicted, and clears threshold.
     *
     * @param value one per label, each in [0, 1]; unset by default
     * @return this
     */
    default S setThresholds(double[] value) {
        clear(threshold());
        return (S) set(thresholds(), value);
    }
}
