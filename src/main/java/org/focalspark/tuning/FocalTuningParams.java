package org.focalspark.tuning;

import org.apache.spark.ml.param.BooleanParam;
import org.focalspark.compat.HeldParams;

/**
 * Params of {@link FocalCrossValidator}, {@link FocalTrainValidationSplit} and their models, in addition to Spark's.
 *
 * @since 0.1.0
 */
public interface FocalTuningParams extends HeldParams {

    /**
     * Whether the fit of a candidate may start at the solution of a neighboring candidate in the grid.
     *
     * <p>Warm starts save passes over the data. For a convex objective the solution is the same up to {@code tol}; for
     * gamma &gt; 0 it may be another stationary point. Applies only to the estimators of this library. Default false:
     * every fit has the starting point of a separate fit, and the same solution up to rounding.
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
