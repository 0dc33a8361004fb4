package org.focalspark;

import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.compat.LogisticParams;

/**
 * Params of focal-loss logistic regression beside those it shares with Spark's LogisticRegression.
 *
 * @since 0.1.0
 */
public interface FocalParams extends LogisticParams {

    /**
     * Focusing parameter gamma: how strongly well-classified rows are down-weighted.
     *
     * <p>The loss of a row is multiplied by (1 - p_t)^gamma. 0 gives log loss, and then the fit is that of Spark's
     * LogisticRegression; larger values make the objective less convex. Range [0, inf), no unit, default 2.0.
     *
     * <p>Source: Lin et al. 2017, eq. 4. Interacts with: alpha, regParam (the same regParam means something else for every
     * gamma; docs/numerics.md has a table), calibration.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam gamma() {
        return sharedParams().get("gamma");
    }

    /**
     * Class balance alpha: weight alpha for the rows of class 1, 1 - alpha for those of class 0.
     *
     * <p>Only the ratio of the two matters, since the objective is divided by the sum of all weights. For the binomial
     * family, not together with {@link #classWeights()}, and for ovr, where it weighs every class against the rest and must
     * be inside (0, 1). Range [0, 1], no unit, unset by default, which weighs both classes alike.
     *
     * <p>Source: Lin et al. 2017, eq. 5. Interacts with: gamma, calibration (only {@code posterior} undoes alpha).
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam alpha() {
        return sharedParams().get("alpha");
    }

    /**
     * Which loss is minimised: {@code focal} or {@code convexFocal}.
     *
     * <p>{@code convexFocal} is what is descended when the gradient through (1 - p)^gamma is stopped: L' = -(1 - p)^(gamma +
     * 1), convex for every gamma. For the binomial family with one gamma the margin is the log-odds of the class-weighted
     * population and {@code regParam} means the same for every gamma; otherwise the margins are calibrated by their own
     * formula and regParam has no such meaning. Default {@code focal}.
     *
     * <p>Interacts with: gamma, regParam, calibration.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> loss() {
        return sharedParams().get("loss");
    }

    /**
     * Focusing parameter of each class of the multinomial family or each column of ovr; overrides {@link #gamma()}.
     *
     * <p>The loss of a row of class k is multiplied by (1 - v_k)^gammas(k), v_k being its softmax probability. Each in
     * [0, inf), one per class, unset by default.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleArrayParam gammas() {
        return sharedParams().get("gammas");
    }

    /**
     * Focusing parameter of the rows of class 1 of the binomial family, or of a column's class in ovr; overrides {@link #gamma()} for them.
     *
     * <p>Range [0, inf), unset by default. Source: the asymmetric loss of Ridnik et al. 2021 (arXiv 2009.14119), eq. 4.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam gammaPositive() {
        return sharedParams().get("gammaPositive");
    }

    /**
     * Focusing parameter of the rows of class 0 of the binomial family, or of the rest in ovr; overrides {@link #gamma()} for them.
     *
     * <p>Range [0, inf), unset by default. Source as for {@link #gammaPositive()}.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam gammaNegative() {
        return sharedParams().get("gammaNegative");
    }

    /**
     * Weight of the rows of each class.
     *
     * <p>Only their ratios matter, since the objective is divided by the sum of all weights. Each &gt; 0 and finite, one per
     * class, unset by default, which weighs all classes alike. Not together with {@link #alpha()}. With gamma 0 the same
     * as a weightCol of weight times class weight in Spark.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleArrayParam classWeights() {
        return sharedParams().get("classWeights");
    }

    /**
     * Class balance of each column of the one-vs-rest family: weight alphas(c) for the rows of class c, 1 - alphas(c) for
     * the rest; the same as {@link #alpha()} in every column, but one by one.
     *
     * <p>Each in [0, 1], one per class, unset by default. Not together with alpha.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleArrayParam alphas() {
        return sharedParams().get("alphas");
    }

    /**
     * Where class weights come from when they are not given: {@code none}, {@code balanced} or {@code effectiveNumber}.
     *
     * <p>{@code balanced} weighs a class by 1 / W_k, W_k being the sum of the instance weights of its rows; {@code
     * effectiveNumber} by (1 - beta) / (1 - beta^W_k). In the ovr family these are the weights of the columns: without penalty they
     * change nothing there, and alpha balances inside a column. Not together
     * with {@link #alpha()} or {@link #classWeights()}. Default {@code none}.
     *
     * <p>Source: Cui et al. 2019 (arXiv 1901.05555), eq. 2. Interacts with: beta, calibration (only {@code posterior} undoes
     * it).
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> classWeightMode() {
        return sharedParams().get("classWeightMode");
    }

    /**
     * Beta of {@link #classWeightMode()} effectiveNumber: 0 weighs all classes alike, towards 1 it balances them.
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
     * Label of rows that take no part in a fit.
     *
     * <p>Any number, also one that is no class, such as -1 for "not labelled"; unset by default.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam ignoreLabel() {
        return sharedParams().get("ignoreLabel");
    }

    /**
     * Label distribution: {@code auto}, {@code binomial} (one margin) or {@code multinomial} (softmax, one margin per
     * class) or {@code ovr} (the sum of the binary losses of every class against the rest). In ovr, gammas and classWeights
     * belong to the columns, alpha and gammaPositive to the rows of a column's class. Default {@code auto}, which is binomial for up to two classes and multinomial for more, as in Spark.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> family() {
        return sharedParams().get("family");
    }

    /**
     * How a margin becomes a probability: {@code auto}, {@code none}, {@code focal} or {@code posterior}.
     *
     * <p>The sigmoid of a focal margin is not a probability: at gamma 2 a true 1 % reads 15 %. {@code focal} undoes gamma
     * and keeps the class weights, {@code posterior} undoes both, {@code none} is the bare sigmoid, as deep-learning libraries print
     * it. Default {@code auto}, which is {@code focal}. May be changed on a fitted model.
     *
     * <p>Source: Charoenphakdee et al. 2021 (arXiv 2011.09172), Theorem 6. Interacts with: gamma, alpha, threshold (it
     * applies to the calibrated probability).
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> calibration() {
        return sharedParams().get("calibration");
    }

    /**
     * Value of {@link #gamma()}.
     *
     * @return focusing parameter, &gt;= 0
     */
    default double getGamma() {
        return (Double) getOrDefault(gamma());
    }

    /**
     * Value of {@link #alpha()}.
     *
     * @return weight of class 1, in [0, 1]
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double getAlpha() {
        return (Double) getOrDefault(alpha());
    }

    /**
     * Value of {@link #loss()}.
     *
     * @return focal or convexFocal
     */
    default String getLoss() {
        return getOrDefault(loss());
    }

    /**
     * Value of {@link #gammas()}.
     *
     * @return one focusing parameter per class, &gt;= 0
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double[] getGammas() {
        return getOrDefault(gammas());
    }

    /**
     * Value of {@link #gammaPositive()}.
     *
     * @return focusing parameter of class 1, &gt;= 0
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double getGammaPositive() {
        return (Double) getOrDefault(gammaPositive());
    }

    /**
     * Value of {@link #gammaNegative()}.
     *
     * @return focusing parameter of class 0, &gt;= 0
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double getGammaNegative() {
        return (Double) getOrDefault(gammaNegative());
    }

    /**
     * Value of {@link #classWeights()}.
     *
     * @return one weight per class, &gt; 0
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double[] getClassWeights() {
        return getOrDefault(classWeights());
    }

    /**
     * Value of {@link #alphas()}.
     *
     * @return one weight per class, in [0, 1]
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double[] getAlphas() {
        return getOrDefault(alphas());
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
     * Value of {@link #ignoreLabel()}.
     *
     * @return label of rows that take no part
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double getIgnoreLabel() {
        return (Double) getOrDefault(ignoreLabel());
    }

    /**
     * Value of {@link #family()}.
     *
     * @return auto, binomial, multinomial or ovr
     */
    default String getFamily() {
        return getOrDefault(family());
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
     * Probability of class 1 above which class 1 is predicted.
     *
     * @return the threshold, or what thresholds amount to
     * @throws IllegalArgumentException if threshold and thresholds are both set and contradict each other
     */
    @Override
    default double getThreshold() {
        return Thresholds.threshold(this);
    }
}
