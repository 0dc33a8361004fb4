package org.focalspark;

import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.compat.LogisticParams.Holder;

/** Makes the params of a {@link FocalLossEvaluator} with their rules and defaults. */
final class FocalLossEvaluatorSetup {
    private FocalLossEvaluatorSetup() {}

    /** To be called once, at the end of the constructor. */
    static void initialize(FocalLossEvaluatorParams params) {
        putColumnsAndChoices(params);
        putClassBalance(params);
        putNumbers(params);
        params.setDefault(params.rawPredictionCol(), "rawPrediction");
        params.setDefault(params.mode(), "auto");
        params.setDefault(params.gamma(), 2.0);
        params.setDefault(params.reduction(), "mean");
        params.setDefault(params.columnReduction(), "auto");
        params.setDefault(params.normalized(), false);
        params.setDefault(params.eps(), 1e-6);
        params.setDefault(params.reducedForm(), "continuous");
        params.setDefault(params.lossCol(), "loss");
        params.sharedParams().seal();
    }

    private static void putColumnsAndChoices(FocalLossEvaluatorParams params) {
        Holder holder = params.sharedParams();
        holder.put(new Param<String>(
                params, "rawPredictionCol", "column of raw predictions: vectors of margins or logits"));
        holder.put(new Param<String>(
                params,
                "mode",
                "which loss: auto, binary, multilabel, multiclass (softmax) or ovr (multiclass as a sum of binaries)",
                ParamRule.oneOf("mode", List.of("auto", "binary", "multilabel", "multiclass", "ovr"))));
        holder.put(new Param<String>(
                params,
                "reduction",
                "how losses become one number: mean, sum or weightedMean (by the sum of weight times class weight)",
                ParamRule.oneOf("reduction", List.of("mean", "sum", "weightedMean"))));
        holder.put(new Param<String>(
                params,
                "columnReduction",
                "how the columns of ovr and multilabel are combined: auto, pooled (all entries alike), sum or mean",
                ParamRule.oneOf("columnReduction", List.of("auto", "pooled", "sum", "mean"))));
        holder.put(new BooleanParam(
                params, "normalized", "whether losses are divided by max(sum of factors, eps), before the reduction"));
        holder.put(new Param<String>(
                params,
                "reducedForm",
                "form of the reduced factor: continuous or published (which jumps at the threshold)",
                ParamRule.oneOf("reducedForm", List.of("continuous", "published"))));
        holder.put(new Param<String>(params, "lossCol", "column that losses() adds"));
    }

    private static void putClassBalance(FocalLossEvaluatorParams params) {
        Holder holder = params.sharedParams();
        holder.put(new DoubleParam(
                params,
                "alpha",
                "class balance: weight of positive entries, others get 1 - alpha (in [0, 1]; unset weighs both alike)",
                ParamRule.number("alpha must be in [0, 1]", v -> v >= 0.0 && v <= 1.0)));
        holder.put(new DoubleArrayParam(
                params,
                "alphas",
                "alpha of each class or label of the modes ovr and multilabel (each in [0, 1]; not together with alpha)",
                ParamRule.each("alphas must be in [0, 1]", v -> v >= 0.0 && v <= 1.0)));
        holder.put(new DoubleArrayParam(
                params,
                "classWeights",
                "weight of the rows of each class, or of each column of the modes ovr and multilabel (each > 0)",
                ParamRule.each("classWeights must be > 0 and finite", v -> v > 0.0 && v < Double.POSITIVE_INFINITY)));
    }

    private static void putNumbers(FocalLossEvaluatorParams params) {
        Holder holder = params.sharedParams();
        holder.put(new DoubleParam(
                params,
                "gamma",
                "focusing parameter: how strongly well-classified rows are down-weighted (>= 0; 0 is log loss)",
                ParamRule.nonNegative("gamma")));
        holder.put(new DoubleParam(
                params,
                "eps",
                "least divisor of normalized losses (> 0)",
                ParamRule.number("eps must be > 0 and finite", v -> v > 0.0 && v < Double.POSITIVE_INFINITY)));
        holder.put(new DoubleParam(
                params,
                "reducedThreshold",
                "probability below which the factor is 1 (in (0, 1); unset: not reduced)",
                ParamRule.number("reducedThreshold must be in (0, 1)", v -> v > 0.0 && v < 1.0)));
        holder.put(new DoubleParam(
                params,
                "ignoreLabel",
                "label whose rows, or entries in multilabel, take no part (any number; unset: none)",
                ParamRule.number("ignoreLabel must be finite", Double::isFinite)));
    }
}
