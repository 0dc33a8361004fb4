package org.focalspark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.focalspark.loss.Calibration;
import org.focalspark.loss.Calibration.Mode;
import org.focalspark.loss.LabelSums;

/** The way from margins to probabilities that a model's params ask for: calibration, then other base rates. */
final class ProbabilityMap implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double SUM_TOLERANCE = 1e-6;

    private final Calibration map;
    private final Mode mode;
    private final boolean labels;
    /** Base rates to be scored for; empty if they are those of the training data. */
    private final double[] target;
    /** Target prior / training prior of each class, or of each label and then of its absence. */
    private final double[] ratios;

    private ProbabilityMap(FittedModel model, Mode mode, double[] target) {
        this.map = model.calibration();
        this.mode = mode;
        this.labels = model.isMultilabel();
        this.target = target;
        this.ratios = target.length == 0 ? target : ratios(target, model.priors(), labels);
    }

    /**
     * The map of a model.
     *
     * @throws IllegalArgumentException that names the param which the model cannot serve
     */
    static ProbabilityMap of(FocalTrainingParams params, FittedModel model) {
        String calibration = params.getCalibration().toLowerCase(Locale.ROOT);
        boolean explicit = calibration.equals("focal") || calibration.equals("posterior");
        boolean exists = model.loss().hasPosteriorMap();
        if (explicit && !exists) {
            throw new IllegalArgumentException(String.format(
                    "calibration '%s' needs a way back from margin to probability, which the reduced or normalized loss of"
                            + " this model does not have. Set calibration to auto or none.",
                    calibration));
        }
        if (params.isSet(params.targetPrior())) {
            if (calibration.equals("none") || !exists) {
                throw new IllegalArgumentException(String.format(
                        "targetPrior (%s) needs calibrated probabilities, which %s. Unset targetPrior.",
                        Arrays.toString(params.getTargetPrior()),
                        exists ? "calibration 'none' leaves out" : "this model's loss does not give"));
            }
            requireBothSides("targetPrior", model);
            return new ProbabilityMap(model, Mode.POSTERIOR, params.getTargetPrior());
        }
        if (calibration.equals("posterior")) {
            requireBothSides("calibration 'posterior'", model);
            return new ProbabilityMap(model, Mode.POSTERIOR, new double[0]);
        }
        boolean none = calibration.equals("none") || !exists;
        return new ProbabilityMap(model, none ? Mode.NONE : Mode.FOCAL, new double[0]);
    }

    /** A class weight of 0 cannot be undone. */
    private static void requireBothSides(String what, FittedModel model) {
        double[] weights = SavedLoss.of(model.loss(), model.form()).classWeights();
        if (Arrays.stream(weights).anyMatch(weight -> weight == 0.0)) {
            throw new IllegalArgumentException(String.format(
                    "%s needs class weights > 0, but the model was trained with %s (an alpha of 0 or 1).",
                    what, Arrays.toString(weights)));
        }
    }

    /**
     * Throws an IllegalArgumentException if base rates to be scored for do not fit those of a training set: before the fit,
     * which would be in vain.
     */
    static void checkTarget(FocalTrainingParams params, LabelSums sums) {
        if (params.isSet(params.targetPrior())) {
            ratios(params.getTargetPrior(), sums.priors(), sums.multilabel());
        }
    }

    private static double[] ratios(double[] target, double[] priors, boolean labels) {
        if (target.length != priors.length) {
            throw new IllegalArgumentException(String.format(
                    "targetPrior must hold one value for each of %d %s, but has %d: %s.",
                    priors.length, labels ? "labels" : "classes", target.length, Arrays.toString(target)));
        }
        double sum = Arrays.stream(target).sum();
        if (!labels && !(Math.abs(sum - 1.0) <= SUM_TOLERANCE)) {
            throw new IllegalArgumentException(
                    String.format("targetPrior must add up to 1, but %s adds up to %s.", Arrays.toString(target), sum));
        }
        double[] ratios = new double[labels ? 2 * target.length : target.length];
        for (int k = 0; k < target.length; k++) {
            ratios[k] = ratio(target[k], priors[k], k);
            if (labels) {
                ratios[target.length + k] = ratio(1.0 - target[k], 1.0 - priors[k], k);
            }
        }
        return ratios;
    }

    private static double ratio(double target, double prior, int k) {
        if (prior == 0.0 && target > 0.0) {
            throw new IllegalArgumentException(String.format(
                    "targetPrior gives %s to what the training data never had (index %d): no score can be derived for it."
                            + " Set it to the training prior, or train with such rows.",
                    target, k));
        }
        return prior == 0.0 ? 0.0 : target / prior;
    }

    /** Whether the probability of a binary model is the sigmoid of its margin. */
    boolean isIdentity() {
        return ratios.length == 0 && map.isIdentity(mode);
    }

    /** Probabilities of a row: one per class, adding up to 1, or one per label. */
    void probabilities(double[] margins, double[] probabilities) {
        map.probabilities(margins, mode, probabilities);
        if (ratios.length > 0 && labels) {
            for (int k = 0; k < probabilities.length; k++) {
                double with = probabilities[k] * ratios[k];
                double without = (1.0 - probabilities[k]) * ratios[probabilities.length + k];
                // certain of what the target excludes: the features say no more
                probabilities[k] = with + without > 0.0 ? with / (with + without) : target[k];
            }
        } else if (ratios.length > 0) {
            double sum = 0.0;
            for (int k = 0; k < probabilities.length; k++) {
                probabilities[k] *= ratios[k];
                sum += probabilities[k];
            }
            for (int k = 0; k < probabilities.length; k++) {
                probabilities[k] = sum > 0.0 ? probabilities[k] / sum : target[k];
            }
        }
    }
}
