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

/** Result of a fit without params: coefficients, the minimized loss and the base rates of the training set. */
public final class FittedModel implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Coefficients coefficients;
    private final MarginLoss loss;
    private final LossForm form;
    private final Calibration calibration;
    private final double[] priors;
    private final boolean binomial;

    /**
     * Creates a fitted model. Arguments are not copied.
     *
     * @param coefficients coefficients on the original scale
     * @param loss minimized loss
     * @param form form that the loss was created from
     * @param priors base rate of each class or label in the training set, in [0, 1]
     */
    public FittedModel(Coefficients coefficients, MarginLoss loss, LossForm form, double[] priors) {
        this.coefficients = coefficients;
        this.loss = loss;
        this.form = form;
        this.calibration = loss.calibration();
        this.priors = priors;
        this.binomial = separable() instanceof BinaryLoss;
    }

    /**
     * Returns the fitted part of a model, and throws if there is none.
     *
     * @param model stage, for the message
     * @param fitted fitted part; null for a model created by its public constructor
     * @return fitted
     * @throws IllegalStateException if fitted is null
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

    /**
     * Creates a fitted model from the result of training.
     *
     * @param result result of training
     * @param form form that the loss was created from
     * @param featureNames one per feature, or none
     * @return fitted model; the coefficient matrix is sparse where that saves memory
     */
    public static FittedModel of(TrainingResult result, LossForm form, String... featureNames) {
        return new FittedModel(Coefficients.of(result, featureNames), result.loss(), form, result.priors());
    }

    /**
     * Returns the coefficients.
     *
     * @return coefficients and intercepts
     */
    public Coefficients coefficients() {
        return coefficients;
    }

    /**
     * Returns the minimized loss. Calibration inverts this loss even if params change after the fit.
     *
     * @return loss of the fit
     */
    public MarginLoss loss() {
        return loss;
    }

    /**
     * Returns the form of the loss.
     *
     * @return kind and modifications of the loss
     */
    public LossForm form() {
        return form;
    }

    Calibration calibration() {
        return calibration;
    }

    /**
     * Returns the base rate of each class or label in the training set.
     *
     * @return numClasses values in [0, 1]; not a copy
     */
    public double[] priors() {
        return priors;
    }

    /** Returns the base rate of each probability: two for a binomial model, even if it was trained on one class. */
    double[] priorsOfProbabilities() {
        return Arrays.copyOf(priors, calibration.numClasses());
    }

    /**
     * Returns the number of classes or labels.
     *
     * @return 1 if the training set had only label 0, as in Spark
     */
    public int numClasses() {
        return priors.length;
    }

    /**
     * Returns whether the model is binomial.
     *
     * @return true if there is one margin, the log-odds of class 1
     */
    public boolean isBinomial() {
        return binomial;
    }

    /**
     * Returns the coefficients of a binomial model. Throws a SparkException, with Spark's message, for any other model.
     *
     * @param several name of what other models have instead
     * @param method method that returns it
     * @return coefficients with one margin
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
