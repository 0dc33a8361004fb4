package org.focalspark.param;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.compat.HeldParams;

/**
 * Params of a loss, for estimators, which minimize it, and for evaluators.
 *
 * @since 0.1.0
 */
public interface FocalLossParams extends HeldParams {

    /**
     * Focusing parameter gamma: how strongly well-classified rows are down-weighted.
     *
     * <p>The loss of a row is multiplied by (1 - p_t)^gamma. 0 gives log loss: without other options of the loss, the
     * fit is that of Spark's LogisticRegression. Larger values make the objective less convex. Range [0, inf), no unit,
     * default 2.0.
     *
     * <p>Source: Lin et al. 2017, eq. 4. Interacts with: alpha, regParam (the effect of regParam depends on gamma;
     * docs/numerics.md has a table), calibration.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam gamma() {
        return sharedParams().get("gamma");
    }

    /**
     * Focusing parameter of each class of the multinomial family, or of each column of ovr and multilabel; overrides
     * {@link #gamma()}.
     *
     * <p>The loss of a row of class k is multiplied by (1 - v_k)^gammas(k), where v_k is the softmax probability of
     * class k. One value per class or label, each in [0, inf), unset by default.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleArrayParam gammas() {
        return sharedParams().get("gammas");
    }

    /**
     * Focusing parameter of positive rows; overrides {@link #gamma()} for them. Positive rows are those of class 1 in
     * the binomial family, and those with the class or label of the column in ovr and multilabel.
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
     * Focusing parameter of negative rows; overrides {@link #gamma()} for them. Negative rows are those of class 0 in
     * the binomial family, and those without the class or label of the column in ovr and multilabel.
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
     * Class balance alpha: weight alpha for the rows of class 1, 1 - alpha for those of class 0.
     *
     * <p>Only the ratio of the two weights matters, since the objective is divided by the sum of all weights. The
     * exceptions are {@link #normalized()} with a penalty, and evaluators, where their size matters. Families:
     * binomial, but not together with {@link #classWeights()}; ovr and multilabel, where alpha weighs the two sides of
     * every column and must be in (0, 1). Range [0, 1], no unit, unset by default: both classes have the same weight.
     *
     * <p>Source: Lin et al. 2017, eq. 5. Interacts with: gamma, calibration (only {@code posterior} corrects for
     * alpha).
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam alpha() {
        return sharedParams().get("alpha");
    }

    /**
     * Class balance of each column of ovr or multilabel: weight alphas(c) for the rows of class c, 1 - alphas(c) for
     * the rest; {@link #alpha()} is the same value for every column.
     *
     * <p>One value per class or label, each in [0, 1], and in (0, 1) for a fit; unset by default. Not together with
     * alpha.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleArrayParam alphas() {
        return sharedParams().get("alphas");
    }

    /**
     * Weight of the rows of each class; in ovr and multilabel, weight of the loss of each column.
     *
     * <p>For classes, only the ratios of the weights matter, since the objective is divided by the sum of all weights.
     * For columns, for {@link #normalized()} with a penalty, and in evaluators, their size matters. One value per class
     * or label, each &gt; 0 and finite, unset by default: all classes have the same weight. In the binomial family not
     * together with {@link #alpha()}. With gamma 0, class weights have the same effect as a Spark weightCol of weight
     * times class weight.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleArrayParam classWeights() {
        return sharedParams().get("classWeights");
    }

    /**
     * Kind of the loss: {@code focal}, {@code convexFocal} or {@code poly1Focal}.
     *
     * <p>{@code convexFocal} is convex for every gamma: its derivative L' = -(1 - p)^(gamma + 1) is that of the focal
     * loss without the gradient through (1 - p)^gamma. In the binomial family, and in every column of ovr and
     * multilabel, with a single gamma, its margin is the log-odds in the class-weighted population, and
     * {@code regParam} has the same effect for every gamma. Otherwise calibration has a separate formula, and the
     * effect of regParam depends on gamma. {@code poly1Focal} adds {@link #polyEpsilon()} (1 - p)^(gamma + 1) to the
     * focal loss. Default {@code focal}.
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
     * Weight that {@code poly1Focal} adds to the first polynomial term: the loss is focal loss + polyEpsilon (1 -
     * p)^(gamma + 1).
     *
     * <p>0 gives the focal loss; larger values increase the gradient of rows with medium probability. Range (-1, inf),
     * no unit, default 1.0. No effect on other losses.
     *
     * <p>Source: Leng et al. 2022 (arXiv 2204.12511). Interacts with: loss, gamma.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam polyEpsilon() {
        return sharedParams().get("polyEpsilon");
    }

    /**
     * Probability of the own class below which the focal factor of a row is 1. Above it, the factor is ((1 - p) / (1 -
     * reducedThreshold))^gamma.
     *
     * <p>This is the continuous form of the reduced focal loss; the published one jumps unless the threshold is 0.5.
     * Its derivative still jumps, so there is no map from margin to posterior: calibration {@code auto} is
     * {@code none}, and {@code focal} and {@code posterior} are rejected. Every row adds a concave kink to the
     * objective where its probability passes the threshold. The objective therefore has several minima, even with a
     * penalty, and a fit can end slightly above the lowest one. Only with loss {@code focal}. Range (0, 1), unset by
     * default.
     *
     * <p>Source: Sergievskiy and Ponamarev 2019 (arXiv 1903.01347), eq. 3. Interacts with: gamma, calibration.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam reducedThreshold() {
        return sharedParams().get("reducedThreshold");
    }

    /**
     * Whether the sum of the losses is divided by the sum of the focal factors (1 - p)^gamma.
     *
     * <p>The gradient is that of the ratio. It lowers the probability of confident rows, since that increases the
     * divisor. The objective is not a mean over rows, so regParam has another effect, and there is no map from margin
     * to posterior: calibration {@code auto} is {@code none}. Only with loss {@code focal}, with or without
     * {@link #reducedThreshold()}. The divisor is the sum over all rows; in ovr each column has its own divisor, in
     * multilabel all entries share one. Default false.
     *
     * <p>Source: Weber et al. 2019 (arXiv 1909.07829), as segmentation-models-pytorch defines it. Interacts with:
     * gamma, regParam, calibration.
     *
     * @return the param
     * @since 0.1.0
     */
    default BooleanParam normalized() {
        return sharedParams().get("normalized");
    }

    /**
     * Share of every label that is spread evenly over all classes, or over the two sides of each column in ovr and
     * multilabel.
     *
     * <p>The loss of a row is (1 - labelSmoothing) of the loss of its class plus labelSmoothing / numClasses of the
     * loss of every class, each with its own class weight. Calibration corrects for it: calibrated probabilities are
     * those of the labels without smoothing. Range [0, 1), no unit, default 0.0.
     *
     * <p>Source: Szegedy et al. 2016 (arXiv 1512.00567), section 7. Interacts with: calibration, class weights.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam labelSmoothing() {
        return sharedParams().get("labelSmoothing");
    }

    /**
     * Label of the rows, or of the entries in multilabel, that are left out.
     *
     * <p>Any number; it need not be a class index. An example is -1 for rows without a label. Unset by default.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam ignoreLabel() {
        return sharedParams().get("ignoreLabel");
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
     * Value of {@link #alpha()}.
     *
     * @return weight of class 1, in [0, 1]
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double getAlpha() {
        return (Double) getOrDefault(alpha());
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
     * Value of {@link #classWeights()}.
     *
     * @return one weight per class, &gt; 0
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double[] getClassWeights() {
        return getOrDefault(classWeights());
    }

    /**
     * Value of {@link #loss()}.
     *
     * @return focal, convexFocal or poly1Focal
     */
    default String getLoss() {
        return getOrDefault(loss());
    }

    /**
     * Value of {@link #polyEpsilon()}.
     *
     * @return number, &gt; -1
     */
    default double getPolyEpsilon() {
        return (Double) getOrDefault(polyEpsilon());
    }

    /**
     * Value of {@link #reducedThreshold()}.
     *
     * @return probability, in (0, 1)
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double getReducedThreshold() {
        return (Double) getOrDefault(reducedThreshold());
    }

    /**
     * Value of {@link #normalized()}.
     *
     * @return whether the loss is a ratio
     */
    default boolean getNormalized() {
        return (Boolean) getOrDefault(normalized());
    }

    /**
     * Value of {@link #labelSmoothing()}.
     *
     * @return share, in [0, 1)
     */
    default double getLabelSmoothing() {
        return (Double) getOrDefault(labelSmoothing());
    }

    /**
     * Value of {@link #ignoreLabel()}.
     *
     * @return label of the rows that are left out
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double getIgnoreLabel() {
        return (Double) getOrDefault(ignoreLabel());
    }
}
