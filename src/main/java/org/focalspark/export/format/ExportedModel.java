package org.focalspark.export.format;

import java.util.List;
import java.util.Map;
import org.focalspark.loss.Calibration;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.NormalizedLoss;

/**
 * Content of an exported file.
 *
 * @param linear map from features to margins
 * @param scores map from margins to probabilities and predictions
 * @param description metadata by name, in the order of the file
 */
public record ExportedModel(Linear linear, Scores scores, Map<String, String> description) {

    /**
     * Linear part of the model.
     *
     * @param coefficients numMargins x numFeatures, row-major
     * @param intercepts one per margin, infinite in a constant model
     * @param featureNames one distinct name per feature
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    public record Linear(double[] coefficients, double[] intercepts, List<String> featureNames) {
        int numMargins() {
            return intercepts.length;
        }

        int numFeatures() {
            return featureNames.size();
        }
    }

    /**
     * Map from margins to predictions.
     *
     * @param loss loss that the model was trained on
     * @param mode effects of the loss that calibration corrects for
     * @param logRatios log of new to old base rate of each class, or of new to old odds of each label; 0 if unchanged
     * @param target new base rates, empty if there are none; they are the probabilities if the margins are certain of a
     *     class with new base rate 0
     * @param thresholds one for class 1 of a binomial model, else one per class or label
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    public record Scores(
            MarginLoss loss, Calibration.Mode mode, double[] logRatios, double[] target, double[] thresholds) {

        /** Returns the loss without normalization, which changes neither the margins nor the calibration. */
        MarginLoss separable() {
            return loss instanceof NormalizedLoss normalized ? normalized.unnormalized() : loss;
        }
    }
}
