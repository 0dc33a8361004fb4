package org.focalspark.param;

import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.compat.SparkLogisticParams;

/**
 * Params that {@code FocalLogisticRegression} and {@code FocalMultilabelClassifier} have in common, beside those of
 * Spark's LogisticRegression.
 *
 * @since 0.1.0
 */
public interface FocalTrainingParams extends FocalLossParams, SparkLogisticParams {

    /**
     * Where class weights come from when they are not given: {@code none}, {@code balanced} or {@code effectiveNumber}.
     *
     * <p>{@code balanced} weighs a class by 1 / W_k, W_k being the sum of the instance weights of its rows; {@code
     * effectiveNumber} by (1 - beta) / (1 - beta^W_k). In ovr and multilabel these are the weights of the
     * columns: without penalty they change nothing there, and alpha balances inside a column. Not together with
     * {@link FocalLossParams#alpha()} or {@link FocalLossParams#classWeights()}. Default {@code none}.
     *
     * <p>Source: Cui et al. 2019 (arXiv 1901.05555), eq. 2. Interacts with: beta, calibration (only {@code posterior}
     * undoes it).
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> classWeightMode() {
        return sharedParams().get("classWeightMode");
    }

    /**
     * Beta of {@link #classWeightMode()} effectiveNumber: 0 weighs all classes alike, toward 1 it balances them.
     *
     * <p>Range [0, 1), default 0.999.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam beta() {
        return sharedParams().get("beta");
    }

    /**
     * How a margin becomes a probability: {@code auto}, {@code none}, {@code focal} or {@code posterior}.
     *
     * <p>The sigmoid of a focal margin is not a probability: at gamma 2 a true 1 % reads 15 %. {@code focal} undoes
     * gamma and label smoothing and keeps the class weights, {@code posterior} undoes all three, {@code none} is the
     * bare sigmoid or softmax, as deep-learning libraries print it. Default {@code auto}, which is {@code focal}, and
     * {@code none} for reduced and normalized losses, which have no way back to probabilities. May be changed on a
     * fitted model.
     *
     * <p>Source: Charoenphakdee et al. 2021 (arXiv 2011.09172), Theorem 6. Interacts with: gamma, alpha,
     * labelSmoothing, targetPrior, threshold (it applies to the calibrated probability).
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> calibration() {
        return sharedParams().get("calibration");
    }

    /**
     * Base rates of the population to be scored, where they differ from those of the training data.
     *
     * <p>Probabilities are the posterior times targetPrior / training prior, by Bayes' rule, so that a model fitted on
     * resampled or older data needs no refit. One per class, each in [0, 1] and adding up to 1; for multilabel one per
     * label, each by itself. Takes the place of calibration {@code focal} and {@code posterior}; where these are not
     * to be had, it is refused. Unset by default. May be changed on a fitted model.
     *
     * <p>Source: Saerens et al. 2002 (Neural Computation 14), eq. 2.4. Interacts with: calibration, threshold.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleArrayParam targetPrior() {
        return sharedParams().get("targetPrior");
    }

    /**
     * What a model does with a row whose vector is null: {@code error}, or {@code keep}, which gives it margins,
     * probabilities and a prediction of NaN.
     *
     * <p>Fitting refuses null vectors always. A vector that holds NaN gets NaN either way: no class is predicted for
     * it, where Spark predicts class 0. Evaluating a model on a dataset refuses null vectors whatever this says.
     * Default {@code error}. May be changed on a fitted model.
     *
     * @return the param
     * @since 0.1.0
     */
    @Override
    default Param<String> handleInvalid() {
        return SparkLogisticParams.super.handleInvalid();
    }

    /**
     * Value of {@link #classWeightMode()}.
     *
     * @return none, balanced or effectiveNumber
     */
    default String getClassWeightMode() {
        return getOrDefault(classWeightMode());
    }

    /**
     * Value of {@link #beta()}.
     *
     * @return in [0, 1)
     */
    default double getBeta() {
        return (Double) getOrDefault(beta());
    }

    /**
     * Value of {@link #calibration()}.
     *
     * @return auto, none, focal or posterior
     */
    default String getCalibration() {
        return getOrDefault(calibration());
    }

    /**
     * Value of {@link #targetPrior()}.
     *
     * @return one base rate per class or label
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double[] getTargetPrior() {
        return getOrDefault(targetPrior());
    }
}
