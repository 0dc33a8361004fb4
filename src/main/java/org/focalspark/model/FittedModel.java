package org.focalspark.model;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.util.Identifiable;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.Calibration;
import org.focalspark.loss.LossForm;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.MultilabelLoss;
import org.focalspark.loss.NormalizedLoss;
import org.focalspark.training.TrainingResult;
import org.focalspark.training.job.SparkFailure;
import org.jspecify.annotations.Nullable;

/** What a fit has found, without the params: coefficients, the loss they minimise, and the base rates of the data. */
public final class FittedModel implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Coefficients coefficients;
    private final MarginLoss loss;
    private final LossForm form;
    private final Calibration calibration;
    private final double[] priors;
    private final boolean binomial;

    public FittedModel(Coefficients coefficients, MarginLoss loss, LossForm form, double[] priors) {
        this.coefficients = coefficients;
        this.loss = loss;
        this.form = form;
        this.calibration = loss.calibration();
        this.priors = priors;
        this.binomial = separable() instanceof BinaryLoss;
    }

    /**
     * The numbers of a model.
     *
     * @throws IllegalStateException if it was made by its public constructor and has none
     */
    public static FittedModel of(Identifiable model, @Nullable FittedModel fitted) {
        if (fitted == null) {
            throw new IllegalStateException(String.format(
                    "%s '%s' has no coefficients: it was made by its constructor, which Spark Connect's server alone needs."
                            + " Fit a model, or load one.",
                    model.getClass().getSimpleName(), model.uid()));
        }
        return fitted;
    }

    public static FittedModel of(TrainingResult result, LossForm form, String... featureNames) {
        return new FittedModel(Coefficients.of(result, featureNames), result.loss(), form, result.priors());
    }

    public Coefficients coefficients() {
        return coefficients;
    }

    /** The loss that was minimised, which calibration undoes whatever the params say later. */
    public MarginLoss loss() {
        return loss;
    }

    public LossForm form() {
        return form;
    }

    Calibration calibration() {
        return calibration;
    }

    /** Base rate of each class or label in the training data, as many as {@link #numClasses()}. */
    public double[] priors() {
        return priors;
    }

    /** Base rate of each probability: two for a binomial model, even if it was trained on one class. */
    double[] priorsOfProbabilities() {
        return Arrays.copyOf(priors, calibration.numClasses());
    }

    /** Number of classes or labels: 1 if the training set had only label 0, as in Spark. */
    public int numClasses() {
        return priors.length;
    }

    public boolean isBinomial() {
        return binomial;
    }

    /**
     * The coefficients of a model with one margin. A SparkException in Spark's words says so if there are several.
     *
     * @param several what such a model has instead
     * @param method what gives it
     */
    public Coefficients binomial(String several, String method) {
        if (!binomial) {
            throw SparkFailure.of(
                    String.format("Multinomial and one-vs-rest models contain a %s, use %s instead.", several, method));
        }
        return coefficients;
    }

    boolean isMultilabel() {
        return separable() instanceof MultilabelLoss;
    }

    private MarginLoss separable() {
        return loss instanceof NormalizedLoss normalized ? normalized.unnormalized() : loss;
    }
}
