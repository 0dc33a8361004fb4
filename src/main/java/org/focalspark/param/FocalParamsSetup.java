package org.focalspark.param;

import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.focalspark.compat.HeldParams;
import org.focalspark.compat.HeldParams.Holder;
import org.focalspark.compat.TypedParams;

/** Ends the construction of stages: creates all params, and gives Spark's params rules and defaults of ours. */
public final class FocalParamsSetup {
    private FocalParamsSetup() {}

    /**
     * Creates the params and sets all defaults. Call it once, at the end of the constructor.
     *
     * @param params stage under construction
     * @throws IllegalStateException if it was called before
     */
    public static void initialize(FocalParams params) {
        putShared(params);
        params.setDefault(params.threshold(), 0.5);
        seal(params);
    }

    /**
     * Creates all params that the stage declares in its accessors, and ends their construction.
     *
     * @param params stage under construction
     */
    public static void seal(HeldParams params) {
        params.params(); // calls every accessor
        params.sharedParams().seal();
    }

    /** Replaces Spark's params by params whose rules state the error, and sets the defaults of all estimators. */
    static void putShared(FocalTrainingParams params) {
        Holder holder = params.sharedParams();
        // Spark allows infinite regParam and tol.
        holder.put(new DoubleParam(params, "regParam", params.regParam().doc(), ParamRule.nonNegative("regParam")));
        holder.put(new DoubleParam(
                params,
                "elasticNetParam",
                params.elasticNetParam().doc(),
                ParamRule.number("elasticNetParam must be in [0, 1]", v -> v >= 0.0 && v <= 1.0)));
        holder.put(new DoubleParam(params, "tol", params.tol().doc(), ParamRule.nonNegative("tol")));
        holder.put(new IntParam(params, "maxIter", params.maxIter().doc(), ParamRule.atLeast("maxIter", 0)));
        holder.put(TypedParams.text(
                params,
                "handleInvalid",
                "what a model does with a null vector: error, or keep (margins, probabilities and prediction are NaN)",
                ParamRule.oneOf("handleInvalid", List.of("error", "keep"))));
        params.setDefault(params.handleInvalid(), "error");
        params.setDefault(params.regParam(), 0.0);
        params.setDefault(params.elasticNetParam(), 0.0);
        params.setDefault(params.maxIter(), 100);
        params.setDefault(params.tol(), 1e-6);
    }
}
