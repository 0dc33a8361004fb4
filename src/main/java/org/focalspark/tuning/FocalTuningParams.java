package org.focalspark.tuning;

import org.apache.spark.ml.param.BooleanParam;
import org.focalspark.compat.HeldParams;

/**
 * Params of {@link FocalCrossValidator}, {@link FocalTrainValidationSplit} and their models beside Spark's own.
 *
 * @since 0.1.0
 */
public interface FocalTuningParams extends HeldParams {

    /**
     * Whether the fit of a candidate may start at the solution of a neighbor in the grid.
     *
     * <p>Saves passes over the data. The solution is the same up to {@code tol} where the objective is convex; for gamma
     * &gt; 0 it may be another stationary point. Only for our own estimators. Default false: every fit starts as it
     * would alone, and ends there up to rounding.
     *
     * @return the param
     * @since 0.1.0
     */
    default BooleanParam warmStarts() {
        return sharedParams().get("warmStarts");
    }

    /**
     * Value of {@link #warmStarts()}.
     *
     * @return the value
     */
    default boolean getWarmStarts() {
        return (Boolean) getOrDefault(warmStarts());
    }
}
