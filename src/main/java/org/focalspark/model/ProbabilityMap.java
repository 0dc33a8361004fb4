package org.focalspark.model;

import java.io.Serializable;
import java.util.Arrays;
import org.focalspark.loss.Calibration;
import org.focalspark.loss.Calibration.Mode;
import org.focalspark.loss.Choice;
import org.focalspark.loss.LabelSums;
import org.focalspark.loss.SavedLoss;
import org.focalspark.param.CalibrationChoice;
import org.focalspark.param.FocalTrainingParams;

/** Map from margins to probabilities: calibration, then correction to other base rates. Immutable and thread-safe. */
public final class ProbabilityMap implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double SUM_TOLERANCE = 1e-6;

    private final Calibration map;
    private final Mode mode;
    /** Whether the model is multilabel. */
    private final boolean labels;
    /** Base rates of the scored population; empty if they are those of the training set. */
    private final double[] target;
    /**
     * Logarithm of target to training prior of each class, or of target to training odds of each label; 0 without
     * target.
     */
    private final double[] logRatios;

    private ProbabilityMap(FittedModel model, Mode mode, double[] target) {
        this.map = model.calibration();
        this.mode = mode;
        this.labels = model.isMultilabel();
        this.target = target;
        this.logRatios = target.length == 0
                ? new double[map.numClasses()]
                : logRatios(target, model.priorsOfProbabilities(), labels);
    }

    /**
     * Creates the map of a model from its current params.
     *
     * @param params model whose calibration and targetPrior are read
     * @param model fitted part of the model
     * @return map; later changes of params do not affect it
     * @throws IllegalArgumentException if a param does not fit the model; the message names the param
     */
    public static ProbabilityMap of(FocalTrainingParams params, FittedModel model) {
        CalibrationChoice calibration = Choice.of(CalibrationChoice.class, params.getCalibration());
        boolean explicit = calibration == CalibrationChoice.FOCAL || calibration == CalibrationChoice.POSTERIOR;
        boolean exists = model.loss().hasPosteriorMap();
        if (explicit && !exists) {
            throw new IllegalArgumentException(String.format(
                    "calibration '%s' needs a way back from margin to probability, which the reduced or normalized loss of"
                            + " this model does not have. Set calibration to auto or none.",
                    calibration));
        }
        if (params.isSet(params.targetPrior())) {
            if (calibration == CalibrationChoice.NONE || !exists) {
                throw new IllegalArgumentException(String.format(
                        "targetPrior (%s) needs calibrated probabilities, which %s. Unset targetPrior.",
                        Arrays.toString(params.getTargetPrior()),
                        exists ? "calibration 'none' leaves out" : "this model's loss does not give"));
            }
            requireBothSides("targetPrior", model);
            return new ProbabilityMap(model, Mode.POSTERIOR, params.getTargetPrior());
        }
        if (calibration == CalibrationChoice.POSTERIOR) {
            requireBothSides("calibration 'posterior'", model);
            return new ProbabilityMap(model, Mode.POSTERIOR, new double[0]);
        }
        boolean none = calibration == CalibrationChoice.NONE || !exists;
        return new ProbabilityMap(model, none ? Mode.NONE : Mode.FOCAL, new double[0]);
    }

    /** Throws if a class weight is 0, which calibration cannot correct for. */
    private static void requireBothSides(String what, FittedModel model) {
        double[] weights = SavedLoss.of(model.loss(), model.form()).classWeights();
        if (Arrays.stream(weights).anyMatch(weight -> weight == 0.0)) {
            throw new IllegalArgumentException(String.format(
                    "%s needs class weights > 0, but the model was trained with %s (an alpha of 0 or 1). Set calibration to focal or"
                            + " none, or train with weight on both classes.",
                    what, Arrays.toString(weights)));
        }
    }

    /**
     * Checks targetPrior against a training set before the fit.
     *
     * @param params params of the fit; targetPrior may be unset
     * @param sums weight of each class or label in the training set
     * @throws IllegalArgumentException if targetPrior has another length, does not add up to 1, or is positive for a
     *     class that the training set does not have
     */
    public static void checkTarget(FocalTrainingParams params, LabelSums sums) {
        if (params.isSet(params.targetPrior())) {
            logRatios(params.getTargetPrior(), sums.priors(), sums.multilabel());
        }
    }

    private static double[] logRatios(double[] target, double[] priors, boolean labels) {
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
        double[] logRatios = new double[target.length];
        for (int k = 0; k < target.length; k++) {
            logRatios[k] = logRatio(target[k], priors[k], k);
            // log1p of the complement keeps the digits of a small rate of absence
            logRatios[k] -= labels ? logRatioOfAbsence(target[k], priors[k], k) : 0.0;
        }
        return logRatios;
    }

    private static double logRatio(double target, double prior, int k) {
        requireSeen(target, prior, k);
        return prior == 0.0 ? Double.NEGATIVE_INFINITY : Math.log(target) - Math.log(prior);
    }

    private static double logRatioOfAbsence(double target, double prior, int k) {
        requireSeen(1.0 - target, 1.0 - prior, k);
        return prior == 1.0 ? Double.NEGATIVE_INFINITY : Math.log1p(-target) - Math.log1p(-prior);
    }

    private static void requireSeen(double target, double prior, int k) {
        if (prior == 0.0 && target > 0.0) {
            throw new IllegalArgumentException(String.format(
                    "targetPrior gives %s to what the training data never had (index %d): no score can be derived for it."
                            + " Set it to the training prior, or train with such rows.",
                    target, k));
        }
    }

    /**
     * Returns which part of the loss the map inverts.
     *
     * @return mode of the calibration
     */
    public Mode mode() {
        return mode;
    }

    /**
     * Returns the base rates of the scored population.
     *
     * @return one per class or label; empty if targetPrior is not set; a copy
     */
    public double[] target() {
        return target.clone();
    }

    /**
     * Returns the correction to other base rates.
     *
     * @return logarithm of target to training prior of each class, or of target to training odds of each label; 0 if
     *     targetPrior is not set, -infinity where the training set has no such rows; a copy
     */
    public double[] logRatios() {
        return logRatios.clone();
    }

    /**
     * Returns whether the map is the plain link of the margins.
     *
     * @return true if the probabilities are the sigmoid or softmax of the margins; false if that is not known
     */
    public boolean isIdentity() {
        return target.length == 0 && map.isIdentity(mode);
    }

    /**
     * Computes the probabilities of a row.
     *
     * @param margins one per margin of the model
     * @param probabilities receives one value per class, adding up to 1, or one per label; NaN where margins are NaN
     */
    public void probabilities(double[] margins, double[] probabilities) {
        map.probabilities(margins, mode, logRatios, probabilities);
        boolean unknown = !labels && Arrays.stream(margins).anyMatch(Double::isNaN);
        for (int k = 0; k < target.length; k++) {
            // the margins are certain of a class that the target excludes, so the target is returned
            boolean certain = Double.isNaN(probabilities[k]) && !(labels ? Double.isNaN(margins[k]) : unknown);
            probabilities[k] = certain ? target[k] : probabilities[k];
        }
    }
}
