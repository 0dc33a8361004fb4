package org.focalspark.export.format;

import java.util.List;
import java.util.Map;
import org.focalspark.loss.Calibration;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.NormalizedLoss;

/**
 * All that a file of another format is made of.
 *
 * @param linear what turns features into margins
 * @param scores what turns margins into probabilities and predictions
 * @param description what the file says of the model beside that, by name; the order is kept
 */
public record ExportedModel(Linear linear, Scores scores, Map<String, String> description) {

    /**
     * The linear part.
     *
     * @param coefficients margin by margin, numMargins x numFeatures
     * @param intercepts one per margin, infinite in a constant model
     * @param featureNames one per feature, each once
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
     * The way from margins to predictions.
     *
     * @param loss loss that the model was trained on
     * @param mode what of it is undone
     * @param logRatios log of new to old base rate of each class, or of new to old odds of each label; 0 if unchanged
     * @param target the new base rates, empty if there are none: what is said where margins are certain of what has none
     * @param thresholds one for class 1 of a binomial model, else one per class or label
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    public record Scores(
            MarginLoss loss, Calibration.Mode mode, double[] logRatios, double[] target, double[] thresholds) {

        /** The loss whose margins and calibration are those of the model; what normalizes it leaves both alone. */
        MarginLoss separable() {
            return loss instanceof NormalizedLoss normalized ? normalized.unnormalized() : loss;
        }
    }
}
