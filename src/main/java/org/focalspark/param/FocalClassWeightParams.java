package org.focalspark.param;

import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.focalspark.compat.HeldParams;

/**
 * Params that weigh rows by their label, or leave them out. They are part of {@link FocalLossParams}.
 *
 * @since 0.1.0
 */
public interface FocalClassWeightParams extends HeldParams {

    /**
     * Class balance alpha: weight alpha for the rows of class 1, 1 - alpha for those of class 0.
     *
     * <p>Only the ratio of the two weights matters, since the objective is divided by the sum of all weights. The
     * exceptions are {@code normalized} with a penalty, and evaluators, where their size matters. Families:
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
        return DeclaredParam.number(
                this,
                "alpha",
                "class balance: weight of class 1, or of a column's class or label; the others get 1 - alpha (in [0, 1];"
                        + " unset weighs both alike)",
                () -> ParamRule.number("alpha must be in [0, 1]", v -> v >= 0.0 && v <= 1.0));
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
        return DeclaredParam.numbers(
                this,
                "alphas",
                "class balance of each column of ovr and multilabel (each in [0, 1]; not together with alpha)",
                () -> ParamRule.each("alphas must be in [0, 1]", v -> v >= 0.0 && v <= 1.0));
    }

    /**
     * Weight of the rows of each class; in ovr and multilabel, weight of the loss of each column.
     *
     * <p>For classes, only the ratios of the weights matter, since the objective is divided by the sum of all weights.
     * For columns, for {@code normalized} with a penalty, and in evaluators, their size matters. One value per class
     * or label, each &gt; 0 and finite, unset by default: all classes have the same weight. In the binomial family not
     * together with {@link #alpha()}. With gamma 0, class weights have the same effect as a Spark weightCol of weight
     * times class weight.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleArrayParam classWeights() {
        return DeclaredParam.numbers(
                this,
                "classWeights",
                "weight of the rows of each class, or of each column of ovr and multilabel (each > 0; unset weighs all alike;"
                        + " for two classes not together with alpha)",
                () -> ParamRule.each(
                        "classWeights must be > 0 and finite", v -> v > 0.0 && v < Double.POSITIVE_INFINITY));
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
        return DeclaredParam.number(
                this,
                "ignoreLabel",
                "label of rows, or of entries in multilabel, that take no part (any finite number; unset: none)",
                () -> ParamRule.number("ignoreLabel must be finite", Double::isFinite));
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
     * Value of {@link #ignoreLabel()}.
     *
     * @return label of the rows that are left out
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double getIgnoreLabel() {
        return (Double) getOrDefault(ignoreLabel());
    }

    /**
     * Setters of these params.
     *
     * @param <S> type of the stage, which every setter returns
     * @since 0.1.0
     */
    @SuppressWarnings("unchecked") // S is the class that implements this
    interface Setters<S extends Setters<S>> extends FocalClassWeightParams {

        /**
         * Sets the class balance: weight alpha for the rows of class 1, or with the class or label of a column, and 1 -
         * alpha for the other rows.
         *
         * @param value in [0, 1], unset by default; see {@link #alpha()}
         * @return this
         */
        default S setAlpha(double value) {
            return (S) set(alpha(), value);
        }

        /**
         * Sets the class balance of each column of ovr and multilabel.
         *
         * @param value one per class, in [0, 1]; unset by default; see {@link #alphas()}
         * @return this
         */
        default S setAlphas(double[] value) {
            return (S) set(alphas(), value);
        }

        /**
         * Sets the weight of the rows of each class, or of each column of ovr and multilabel.
         *
         * @param value one per class, &gt; 0 and finite; unset by default: equal weights; see {@link #classWeights()}
         * @return this
         */
        default S setClassWeights(double[] value) {
            return (S) set(classWeights(), value);
        }

        /**
         * Sets the label of the rows, or of the entries in multilabel, that are left out.
         *
         * @param value any finite number; unset by default
         * @return this
         */
        default S setIgnoreLabel(double value) {
            return (S) set(ignoreLabel(), value);
        }
    }
}
