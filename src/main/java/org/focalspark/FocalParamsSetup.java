package org.focalspark;

import java.util.List;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.compat.LogisticParams.Holder;

/** Makes the params of {@link FocalParams}, with their rules and defaults. */
final class FocalParamsSetup {
    private FocalParamsSetup() {}

    /** Creates the params and sets all defaults. To be called once, at the end of the constructor. */
    static void initialize(FocalParams params) {
        putLoss(params, params.sharedParams());
        putClassBalance(params, params.sharedParams());
        putShared(params, params.sharedParams());
        params.setDefault(params.gamma(), 2.0);
        params.setDefault(params.loss(), "focal");
        params.setDefault(params.classWeightMode(), "none");
        params.setDefault(params.beta(), 0.999);
        params.setDefault(params.family(), "auto");
        params.setDefault(params.calibration(), "auto");
        params.setDefault(params.regParam(), 0.0);
        params.setDefault(params.maxIter(), 100);
        params.setDefault(params.tol(), 1e-6);
        params.setDefault(params.threshold(), 0.5);
        params.sharedParams().seal();
    }

    private static void putLoss(FocalParams params, Holder holder) {
        holder.put(new DoubleParam(
                params,
                "gamma",
                "focusing parameter: how strongly well-classified rows are down-weighted (>= 0; 0 is log loss)",
                ParamRule.number("gamma must be >= 0 and finite", v -> v >= 0.0 && v < Double.POSITIVE_INFINITY)));
        holder.put(new Param<String>(
                params,
                "loss",
                "which loss is minimised: focal or convexFocal (its gradient through (1 - p)^gamma stopped)",
                ParamRule.oneOf("loss", List.of("focal", "convexFocal"))));
        holder.put(new DoubleArrayParam(
                params,
                "gammas",
                "focusing parameter of each class of the multinomial family, overrides gamma (each >= 0)",
                ParamRule.each("gammas must be >= 0 and finite", v -> v >= 0.0 && v < Double.POSITIVE_INFINITY)));
        holder.put(new DoubleParam(
                params,
                "gammaPositive",
                "focusing parameter of class 1 of the binomial family, overrides gamma (>= 0)",
                ParamRule.nonNegative("gammaPositive")));
        holder.put(new DoubleParam(
                params,
                "gammaNegative",
                "focusing parameter of class 0 of the binomial family, overrides gamma (>= 0)",
                ParamRule.nonNegative("gammaNegative")));
        holder.put(new Param<String>(
                params,
                "family",
                "label distribution: auto, binomial, multinomial or ovr (every class against the rest)",
                ParamRule.oneOf("family", List.of("auto", "binomial", "multinomial", "ovr"))));
        holder.put(new Param<String>(
                params,
                "calibration",
                "how a margin becomes a probability: auto (= focal), none (bare sigmoid), focal (gamma undone), "
                        + "posterior (gamma and class weights undone)",
                ParamRule.oneOf("calibration", List.of("auto", "none", "focal", "posterior"))));
    }

    private static void putClassBalance(FocalParams params, Holder holder) {
        holder.put(new DoubleParam(
                params,
                "alpha",
                "class balance: weight of class 1, class 0 gets 1 - alpha (in [0, 1]; unset weighs both alike)",
                ParamRule.number("alpha must be in [0, 1]", v -> v >= 0.0 && v <= 1.0)));
        holder.put(new DoubleArrayParam(
                params,
                "classWeights",
                "weight of the rows of each class (each > 0; unset weighs all alike; not together with alpha)",
                ParamRule.each("classWeights must be > 0 and finite", v -> v > 0.0 && v < Double.POSITIVE_INFINITY)));
        holder.put(new Param<String>(
                params,
                "classWeightMode",
                "class weights from the data: none, balanced (1 / weight sum) or effectiveNumber (with beta)",
                ParamRule.oneOf("classWeightMode", List.of("none", "balanced", "effectiveNumber"))));
        holder.put(new DoubleParam(
                params,
                "beta",
                "beta of classWeightMode effectiveNumber (in [0, 1); 0 weighs all classes alike)",
                ParamRule.number("beta must be in [0, 1)", v -> v >= 0.0 && v < 1.0)));
        holder.put(new DoubleParam(
                params,
                "ignoreLabel",
                "label of rows that take no part in a fit (any finite number)",
                ParamRule.number("ignoreLabel must be finite", Double::isFinite)));
        holder.put(new DoubleArrayParam(
                params,
                "alphas",
                "class balance of each column of the ovr family (each in [0, 1]; not together with alpha)",
                ParamRule.each("alphas must be in [0, 1]", v -> v >= 0.0 && v <= 1.0)));
    }

    private static void putShared(FocalParams params, Holder holder) {
        // Spark's own params with rules that say what is wrong; Spark lets regParam and tol be infinite.
        holder.put(new DoubleParam(params, "regParam", params.regParam().doc(), ParamRule.nonNegative("regParam")));
        holder.put(new DoubleParam(params, "tol", params.tol().doc(), ParamRule.nonNegative("tol")));
        holder.put(new IntParam(params, "maxIter", params.maxIter().doc(), ParamRule.atLeast("maxIter", 0)));
    }
}
