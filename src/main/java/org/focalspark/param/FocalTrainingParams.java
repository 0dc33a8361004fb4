package org.focalspark.param;

import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.compat.SparkLogisticParams;
import org.focalspark.training.solver.SolverKind;

/**
 * Params that {@code FocalLogisticRegression} and {@code FocalMultilabelClassifier} share, in addition to those of
 * Spark's LogisticRegression.
 *
 * @since 0.1.0
 */
public interface FocalTrainingParams extends FocalLossParams, SparkLogisticParams {

    /**
     * Rule that computes class weights from the training set: {@code none}, {@code balanced} or
     * {@code effectiveNumber}.
     *
     * <p>The weight of class k is 1 / W_k with {@code balanced}, and (1 - beta) / (1 - beta^W_k) with
     * {@code effectiveNumber}, where W_k is the sum of the instance weights of its rows. In ovr and multilabel these
     * are the weights of the columns. Without a penalty they do not change the solution; alpha balances the two sides
     * of a column. Not together with {@link FocalLossParams#alpha()} or {@link FocalLossParams#classWeights()}. Default
     * {@code none}.
     *
     * <p>Source: Cui et al. 2019 (arXiv 1901.05555), eq. 2. Interacts with: beta, calibration (only {@code posterior}
     * corrects for it).
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> classWeightMode() {
        return DeclaredParam.text(
                this,
                "classWeightMode",
                "class weights from the data: none, balanced (1 / weight sum) or effectiveNumber (with beta)",
                () -> ParamRule.oneOf("classWeightMode", ClassWeightMode.class),
                ClassWeightMode.NONE.text());
    }

    /**
     * Beta of {@link #classWeightMode()} effectiveNumber: 0 gives equal weights; values near 1 balance the classes.
     *
     * <p>Range [0, 1), default 0.999.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam beta() {
        return DeclaredParam.number(
                this,
                "beta",
                "beta of classWeightMode effectiveNumber (in [0, 1); 0 weighs all classes alike)",
                () -> ParamRule.number("beta must be in [0, 1)", v -> v >= 0.0 && v < 1.0),
                0.999);
    }

    /**
     * Method that minimizes the objective: {@code auto}, {@code lbfgs} or {@code newton}.
     *
     * <p>{@code lbfgs} is Spark's: L-BFGS, with an L1 penalty OWL-QN, with bounds L-BFGS-B. {@code newton} fits a sample
     * of the rows on the driver, starts at its solution, and preconditions L-BFGS with the Hessian of the sample. It
     * needs few passes over the data, and stops when the estimated gap to the minimum is small rather than when
     * progress is slow. It does not support an L1 penalty, bounds, the normalized loss, or more than 1,000 coefficients
     * per Hessian (of all classes together in the multinomial family, of one column otherwise). {@code auto} is
     * {@code newton} where that is supported, otherwise {@code lbfgs}. Default {@code lbfgs}.
     *
     * <p>Source: Byrd et al. 2011 (SIAM J. Optimization 21), for Newton methods with second derivatives of a sample.
     * Interacts with: tol, maxIter, regParam, elasticNetParam.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> solver() {
        return DeclaredParam.text(
                this,
                "solver",
                "method that minimizes the objective: lbfgs, newton (few passes, by second derivatives of a sample) or auto"
                        + " (newton where it applies)",
                () -> ParamRule.oneOf("solver", SolverKind.class),
                SolverKind.LBFGS.text());
    }

    /**
     * Map from margins to probabilities: {@code auto}, {@code none}, {@code focal} or {@code posterior}.
     *
     * <p>The sigmoid of a focal margin is not a probability: at gamma 2, a true probability of 1 % becomes 15 %.
     * {@code focal} corrects for gamma and label smoothing, but not for class weights. {@code posterior} corrects for
     * all three. {@code none} is the plain sigmoid or softmax, as in deep-learning libraries. Default {@code auto},
     * which is {@code none} for reduced and normalized losses, which have no map from margin to posterior, and
     * {@code focal} otherwise. May be changed on a fitted model.
     *
     * <p>Source: Charoenphakdee et al. 2021 (arXiv 2011.09172), Theorem 6. Interacts with: gamma, alpha,
     * labelSmoothing, targetPrior, threshold (it applies to the calibrated probability).
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> calibration() {
        return DeclaredParam.text(
                this,
                "calibration",
                "how a margin becomes a probability: auto (focal where there is a way back, else none), none (bare sigmoid),"
                        + " focal (gamma undone), posterior (gamma and class weights undone)",
                () -> ParamRule.oneOf("calibration", CalibrationChoice.class),
                CalibrationChoice.AUTO.text());
    }

    /**
     * Base rates of the scored population, if they differ from those of the training set.
     *
     * <p>The posterior is multiplied by targetPrior / training prior and normalized (Bayes' rule), so a model fitted on
     * resampled or older data needs no refit. One value per class, each in [0, 1], with sum 1; for multilabel one per
     * label, each in [0, 1]. Replaces calibration {@code focal} and {@code posterior}, and is rejected for losses
     * without them. Unset by default. May be changed on a fitted model.
     *
     * <p>Source: Saerens et al. 2002 (Neural Computation 14), eq. 2.4. Interacts with: calibration, threshold.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleArrayParam targetPrior() {
        return DeclaredParam.numbers(
                this,
                "targetPrior",
                "base rates of the population to be scored, one per class, adding up to 1, or one per label (each in [0, 1];"
                        + " unset: those of the training data)",
                () -> ParamRule.each("targetPrior must be in [0, 1]", v -> v >= 0.0 && v <= 1.0));
    }

    /**
     * Handling of null vectors by a model: {@code error}, or {@code keep}, which returns NaN margins, probabilities and
     * predictions.
     *
     * <p>A fit always rejects null vectors, and so does the method evaluate of a model. A vector that contains NaN
     * always has a NaN prediction; Spark predicts class 0. Default {@code error}. May be changed on a fitted model.
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
     * Value of {@link #solver()}.
     *
     * @return auto, lbfgs or newton
     */
    default String getSolver() {
        return getOrDefault(solver());
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

    /**
     * Setters of these params.
     *
     * @param <S> type of the stage, which every setter returns
     * @since 0.1.0
     */
    @SuppressWarnings("unchecked") // S is the class that implements this
    interface Setters<S extends Setters<S>> extends FocalTrainingParams {

        /**
         * Sets the rule that computes class weights from the training set.
         *
         * @param value none, balanced or effectiveNumber, default none; see {@link #classWeightMode()}
         * @return this
         */
        default S setClassWeightMode(String value) {
            return (S) set(classWeightMode(), value);
        }

        /**
         * Sets the beta of the effective number of rows.
         *
         * @param value in [0, 1), default 0.999; see {@link #beta()}
         * @return this
         */
        default S setBeta(double value) {
            return (S) set(beta(), value);
        }
    }
}
