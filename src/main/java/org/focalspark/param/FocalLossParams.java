package org.focalspark.param;

import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;

/**
 * Params of a loss, for estimators, which minimize it, and for evaluators.
 *
 * @since 0.1.0
 */
public interface FocalLossParams extends FocalLossFormParams, FocalClassWeightParams {

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
        return DeclaredParam.number(
                this,
                "gamma",
                "focusing parameter: how strongly well-classified rows are down-weighted (>= 0; 0 is log loss)",
                () -> ParamRule.nonNegative("gamma"),
                2.0);
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
        return DeclaredParam.numbers(
                this,
                "gammas",
                "focusing parameter of each class of the multinomial family, or of each column of ovr and multilabel;"
                        + " overrides gamma (each >= 0)",
                () -> ParamRule.each("gammas must be >= 0 and finite", v -> v >= 0.0 && v < Double.POSITIVE_INFINITY));
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
        return DeclaredParam.number(
                this,
                "gammaPositive",
                "focusing parameter of the rows of class 1, or with a column's class or label; overrides gamma (>= 0)",
                () -> ParamRule.nonNegative("gammaPositive"));
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
        return DeclaredParam.number(
                this,
                "gammaNegative",
                "focusing parameter of the rows of class 0, or without a column's class or label; overrides gamma (>= 0)",
                () -> ParamRule.nonNegative("gammaNegative"));
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
     * Setters of these params.
     *
     * @param <S> type of the stage, which every setter returns
     * @since 0.1.0
     */
    @SuppressWarnings("unchecked") // S is the class that implements this
    interface Setters<S extends Setters<S>> extends FocalLossParams {

        /**
         * Sets the focusing parameter: how strongly well-classified rows are down-weighted.
         *
         * @param value &gt;= 0 and finite, default 2.0; see {@link #gamma()}
         * @return this
         */
        default S setGamma(double value) {
            return (S) set(gamma(), value);
        }

        /**
         * Sets the focusing parameter of each class of the multinomial family, or of each column of ovr and multilabel.
         *
         * @param value one per class, &gt;= 0 and finite; unset by default: gamma for all
         * @return this
         */
        default S setGammas(double[] value) {
            return (S) set(gammas(), value);
        }

        /**
         * Sets the focusing parameter of positive rows: those of class 1, or with the class or label of a column.
         *
         * @param value &gt;= 0 and finite; unset by default: gamma
         * @return this
         */
        default S setGammaPositive(double value) {
            return (S) set(gammaPositive(), value);
        }

        /**
         * Sets the focusing parameter of negative rows: those of class 0, or without the class or label of a column.
         *
         * @param value &gt;= 0 and finite; unset by default: gamma
         * @return this
         */
        default S setGammaNegative(double value) {
            return (S) set(gammaNegative(), value);
        }
    }
}
