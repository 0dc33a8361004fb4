package org.focalspark.tuning;

import org.apache.spark.ml.param.Param;
import org.focalspark.compat.HeldParams;

/**
 * Param of {@link FocalCrossValidator} and its model that says which candidate is chosen.
 *
 * @since 0.1.0
 */
public interface FocalSelectionParams extends HeldParams {

    /**
     * Which candidate is chosen: {@code best} or {@code oneStandardError}.
     *
     * <p>{@code best}: the best mean metric over the folds, as in Spark; the first of the list if several have it.
     * {@code oneStandardError}: the simplest candidate whose mean is within one standard error (sample standard
     * deviation over the folds / sqrt(numFolds)) of the best one's mean; simplest is the largest regParam, then the
     * smallest gamma, then the first of the list. Default {@code best}.
     *
     * <p>Source: Breiman, Friedman, Olshen, Stone 1984, section 3.4.3.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> selection() {
        return sharedParams().get("selection");
    }

    /**
     * Value of {@link #selection()}.
     *
     * @return the value
     */
    default String getSelection() {
        return getOrDefault(selection());
    }
}
