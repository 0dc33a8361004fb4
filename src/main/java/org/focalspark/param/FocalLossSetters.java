package org.focalspark.param;

/**
 * Setters of {@link FocalLossParams}.
 *
 * @param <S> type of the stage, which every setter returns
 * @since 0.1.0
 */
@SuppressWarnings("unchecked") // S is the class that implements this
public interface FocalLossSetters<S extends FocalLossSetters<S>> extends FocalLossParams {

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
     * Sets the kind of the loss.
     *
     * @param value focal, convexFocal or poly1Focal, default focal; see {@link #loss()}
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
