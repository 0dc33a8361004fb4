package org.focalspark.evaluation;

import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.focalspark.compat.HeldParams.Holder;
import org.focalspark.compat.TypedParams;
import org.focalspark.param.FocalParamsSetup;
import org.focalspark.param.ParamRule;

/** Creates the params of a {@link FocalLossEvaluator} with their rules and defaults. */
final class FocalLossEvaluatorSetup {
    private FocalLossEvaluatorSetup() {}

    /** Creates the params and sets all defaults. Call it once, at the end of the constructor. */
    static void initialize(FocalLossEvaluatorParams params) {
        putColumnsAndChoices(params);
        putEps(params);
        params.setDefault(params.rawPredictionCol(), "rawPrediction");
        params.setDefault(params.mode(), "auto");
        params.setDefault(params.reduction(), "mean");
        params.setDefault(params.columnReduction(), "auto");
        params.setDefault(params.eps(), 1e-6);
        params.setDefault(params.reducedForm(), "continuous");
        params.setDefault(params.lossCol(), "loss");
        FocalParamsSetup.seal(params);
    }

    private static void putColumnsAndChoices(FocalLossEvaluatorParams params) {
        Holder holder = params.sharedParams();
        holder.put(TypedParams.text(
                params, "rawPredictionCol", "column of raw predictions: vectors of margins or logits"));
        holder.put(TypedParams.text(
                params,
                "mode",
                "which loss: auto, binary, multilabel, multiclass (softmax) or ovr (multiclass as a sum of binaries)",
                ParamRule.oneOf("mode", List.of("auto", "binary", "multilabel", "multiclass", "ovr"))));
        holder.put(TypedParams.text(
                params,
                "reduction",
                "how losses become one number: mean, sum or weightedMean (by the sum of weight times class weight)",
                ParamRule.oneOf("reduction", List.of("mean", "sum", "weightedMean"))));
        holder.put(TypedParams.text(
                params,
                "columnReduction",
                "how the columns of ovr and multilabel are combined: auto, pooled (all entries alike), sum or mean",
                ParamRule.oneOf("columnReduction", List.of("auto", "pooled", "sum", "mean"))));
        holder.put(TypedParams.text(
                params,
                "reducedForm",
                "form of the reduced factor: continuous or published (which jumps at the threshold)",
                ParamRule.oneOf("reducedForm", List.of("continuous", "published"))));
        holder.put(TypedParams.text(params, "lossCol", "column that losses() adds"));
    }

    private static void putEps(FocalLossEvaluatorParams params) {
        params.sharedParams()
                .put(new DoubleParam(
                        params,
                        "eps",
                        "least divisor of normalized losses (> 0)",
                        ParamRule.number("eps must be > 0 and finite", v -> v > 0.0 && v < Double.POSITIVE_INFINITY)));
    }
}
