package org.focalspark.param;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.compat.HeldParams;
import org.focalspark.loss.LossKind;

/**
 * Params of the kind of a loss and of its modifications. They are part of {@link FocalLossParams}.
 *
 * @since 0.1.0
 */
public interface FocalLossFormParams extends HeldParams {

    /**
     * Kind of the loss, one of {@link LossKind}: {@code focal}, {@code convexFocal}, {@code poly1Focal}.
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
        return DeclaredParam.text(
                this,
                "loss",
                "which loss: focal, convexFocal (its gradient through (1 - p)^gamma stopped), poly1Focal (focal + polyEpsilon"
                        + " (1 - p)^(gamma + 1))",
                () -> ParamRule.oneOf("loss", LossKind.class),
                LossKind.FOCAL.text());
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
        return DeclaredParam.number(
                this,
                "polyEpsilon",
                "what loss poly1Focal adds to the weight of its first polynomial term (> -1; 0 is focal)",
                () -> ParamRule.number(
                        "polyEpsilon must be > -1 and finite", v -> v > -1.0 && v < Double.POSITIVE_INFINITY),
                1.0);
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
        return DeclaredParam.number(
                this,
                "reducedThreshold",
                "probability below which the focal factor is 1 (in (0, 1); unset: not reduced)",
                () -> ParamRule.number("reducedThreshold must be in (0, 1)", v -> v > 0.0 && v < 1.0));
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
        return DeclaredParam.flag(
                this, "normalized", "whether losses are divided by the sum of the focal factors (1 - p)^gamma", false);
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
        return DeclaredParam.number(
                this,
                "labelSmoothing",
                "share of every label that is spread over all classes (in [0, 1); calibration undoes it)",
                () -> ParamRule.number("labelSmoothing must be in [0, 1)", v -> v >= 0.0 && v < 1.0),
                0.0);
    }

    /**
     * Value of {@link #loss()}.
     *
     * @return name of a {@link LossKind}
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
     * Setters of these params.
     *
     * @param <S> type of the stage, which every setter returns
     * @since 0.1.0
     */
    @SuppressWarnings("unchecked") // S is the class that implements this
    interface Setters<S extends Setters<S>> extends FocalLossFormParams {

        /**
         * Sets the kind of the loss.
         *
         * @param value name of a {@link LossKind}, default focal; see {@link #loss()}
         * @return this
         */
        default S setLoss(String value) {
            return (S) set(loss(), value);
        }

        /**
         * Sets the weight that poly1Focal adds to the first polynomial term.
         *
         * @param value &gt; -1 and finite, default 1.0; see {@link #polyEpsilon()}
         * @return this
         */
        default S setPolyEpsilon(double value) {
            return (S) set(polyEpsilon(), value);
        }

        /**
         * Sets the probability below which the focal factor is 1.
         *
         * @param value in (0, 1), unset by default; see {@link #reducedThreshold()}
         * @return this
         */
        default S setReducedThreshold(double value) {
            return (S) set(reducedThreshold(), value);
        }

        /**
         * Sets whether losses are divided by the sum of focal factors.
         *
         * @param value default false; see {@link #normalized()}
         * @return this
         */
        default S setNormalized(boolean value) {
            return (S) set(normalized(), value);
        }

        /**
         * Sets the share of every label that is spread over all classes.
         *
         * @param value in [0, 1), default 0.0; see {@link #labelSmoothing()}
         * @return this
         */
        default S setLabelSmoothing(double value) {
            return (S) set(labelSmoothing(), value);
        }
    }
}
