package org.focalspark.tuning;

import org.apache.spark.ml.param.Param;
import org.focalspark.compat.HeldParams;

/**
 * Param of {@link FocalCrossValidator} and its model for the choice of a candidate.
 *
 * @since 0.1.0
 */
public interface FocalSelectionParams extends HeldParams {

    /**
     * Rule that chooses the candidate: {@code best} or {@code oneStandardError}.
     *
     * <p>{@code best}: the candidate with the best mean metric over the folds, as in Spark; the first one in case of
     * ties. {@code oneStandardError}: the simplest candidate whose mean metric is within one standard error (sample
     * standard deviation over the folds / sqrt(numFolds)) of the best mean. The simplest candidate has the largest
     * regParam, then the smallest gamma, then the smallest index. Default {@code best}.
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
