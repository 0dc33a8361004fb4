package org.focalspark.param;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.focalspark.loss.Choice;
import org.focalspark.loss.LossForm;
import org.focalspark.loss.LossKind;

/** Checks for params of a loss that contradict each other, before any data is read. Every message names both params. */
public final class LossConflicts {
    private final FocalTrainingParams params;
    private final LossForm form;
    private final boolean columns;

    /**
     * Creates the checks for a stage.
     *
     * @param params stage
     * @param columns whether the loss is a sum over columns, as in ovr and multilabel
     * @throws IllegalArgumentException if param loss is unknown
     */
    public LossConflicts(FocalTrainingParams params, boolean columns) {
        this.params = params;
        this.form = LossForms.of(params);
        this.columns = columns;
    }

    /**
     * Checks the params of the loss, of class balance and of calibration.
     *
     * @throws IllegalArgumentException if two params contradict each other
     */
    public void check() {
        checkLoss(params);
        checkClassWeights();
        if (columns) {
            checkColumns();
        } else {
            checkSmoothing();
        }
        checkCalibration();
    }

    /**
     * Checks only the params of the loss, which estimators and evaluators share.
     *
     * @param params estimator, model or evaluator
     * @throws IllegalArgumentException if two params contradict each other
     */
    public static void checkLoss(FocalLossParams params) {
        LossForm form = LossForms.of(params);
        String loss = form.kind().text();
        refuse(
                form.isReduced() && form.kind() != LossKind.FOCAL,
                () -> String.format(
                        "reducedThreshold (%s) reduces the factor (1 - p)^gamma, which loss '%s' does not have. Unset"
                                + " reducedThreshold, or set loss to focal.",
                        form.reducedThreshold(), loss));
        refuse(
                form.normalized() && form.kind() != LossKind.FOCAL,
                () -> String.format(
                        "normalized divides by the sum of the factors (1 - p)^gamma, which loss '%s' does not have. Set normalized to"
                                + " false, or loss to focal.",
                        loss));
        refuse(
                params.isSet(params.alpha()) && params.isSet(params.alphas()),
                () -> String.format(
                        "alpha (%s) and alphas (%s) both weigh the sides of a column. Set one of them.",
                        params.getAlpha(), Arrays.toString(params.getAlphas())));
    }

    private void checkClassWeights() {
        refuse(
                params.isSet(params.alpha()) && params.isSet(params.classWeights()) && !columns,
                () -> String.format(
                        "alpha (%s) and classWeights (%s) both weigh the classes. Set one of them.",
                        shown(params.alpha()), shown(params.classWeights())));
        if (Choice.of(ClassWeightMode.class, params.getClassWeightMode()) != ClassWeightMode.NONE) {
            String mode = params.getClassWeightMode();
            refuse(
                    params.isSet(params.alpha()) && !columns,
                    () -> String.format(
                            "classWeightMode (%s) and alpha (%s) both weigh the classes. Set one of them.",
                            mode, shown(params.alpha())));
            refuse(
                    params.isSet(params.classWeights()),
                    () -> String.format(
                            "classWeightMode (%s) and classWeights (%s) both weigh the classes. Set one of them.",
                            mode, shown(params.classWeights())));
        }
    }

    private void checkSmoothing() {
        boolean oneSided = params.isSet(params.alpha()) && (params.getAlpha() == 0.0 || params.getAlpha() == 1.0);
        refuse(
                oneSided && form.smoothing() > 0.0,
                () -> String.format(
                        "labelSmoothing (%s) gives every row a share of both classes, but alpha (%s) gives one class no weight: the"
                                + " loss would have no minimum. Choose alpha strictly between 0 and 1.",
                        form.smoothing(), shown(params.alpha())));
    }

    private void checkColumns() {
        requireInside("alpha", params.isSet(params.alpha()) ? params.getAlpha() : 0.5);
        for (double alpha : params.isSet(params.alphas()) ? params.getAlphas() : new double[0]) {
            requireInside("alphas", alpha);
        }
        refuse(
                params.isSet(params.gammas())
                        && params.isSet(params.gammaPositive())
                        && params.isSet(params.gammaNegative()),
                () -> String.format(
                        "gammas (%s) have no effect where gammaPositive (%s) and gammaNegative (%s) are both set. Unset one of the"
                                + " three.",
                        shown(params.gammas()), shown(params.gammaPositive()), shown(params.gammaNegative())));
    }

    private void checkCalibration() {
        CalibrationChoice calibration = Choice.of(CalibrationChoice.class, params.getCalibration());
        boolean explicit = calibration == CalibrationChoice.FOCAL || calibration == CalibrationChoice.POSTERIOR;
        refuse(
                explicit && !hasPosteriorMap(),
                () -> String.format(
                        "calibration '%s' needs a way back from margin to probability, which a loss with %s does not have. Set"
                                + " calibration to auto or none.",
                        calibration, form.normalized() ? "normalized" : "reducedThreshold"));
        refuse(
                params.isSet(params.targetPrior()) && (calibration == CalibrationChoice.NONE || !hasPosteriorMap()),
                () -> String.format(
                        "targetPrior (%s) needs calibrated probabilities, but calibration is '%s'%s. Unset targetPrior.",
                        shown(params.targetPrior()),
                        calibration,
                        hasPosteriorMap() ? "" : ", which is none for a reduced or normalized loss"));
        boolean posterior = calibration == CalibrationChoice.POSTERIOR || params.isSet(params.targetPrior());
        boolean oneSided = params.isSet(params.alpha()) && (params.getAlpha() == 0.0 || params.getAlpha() == 1.0);
        refuse(
                posterior && oneSided,
                () -> String.format(
                        "%s needs an alpha strictly between 0 and 1, but alpha was %s: with all weight on one class there is no way"
                                + " back to the odds of both.",
                        params.isSet(params.targetPrior()) ? "targetPrior" : "calibration 'posterior'",
                        shown(params.alpha())));
    }

    /** Returns whether the loss has a posterior map. A reduced factor has no effect at gamma = 0. */
    private boolean hasPosteriorMap() {
        return !form.normalized()
                && gammas().allMatch(gamma -> form.pointwise(gamma).hasPosteriorMap());
    }

    private DoubleStream gammas() {
        DoubleStream sides = Stream.of(params.gammaPositive(), params.gammaNegative())
                .filter(params::isSet)
                .mapToDouble(side -> (Double) params.getOrDefault(side));
        return DoubleStream.concat(
                sides,
                params.isSet(params.gammas()) ? Arrays.stream(params.getGammas()) : DoubleStream.of(params.getGamma()));
    }

    private String shown(Param<?> param) {
        Object value = params.getOrDefault(param);
        return value instanceof double[] numbers ? Arrays.toString(numbers) : value.toString();
    }

    /** Throws if alpha is 0 or 1: a column with weight on one side only has no finite solution. */
    private static void requireInside(String param, double alpha) {
        refuse(
                !(alpha > 0.0 && alpha < 1.0),
                () -> String.format(
                        "%s must be strictly between 0 and 1 where every class or label has a column, but was %s.",
                        param, alpha));
    }

    /**
     * Throws an IllegalArgumentException if there is a conflict. The message is lazy, since its params may be unset
     * otherwise.
     */
    private static void refuse(boolean conflict, Supplier<String> message) {
        if (conflict) {
            throw new IllegalArgumentException(message.get());
        }
    }
}
