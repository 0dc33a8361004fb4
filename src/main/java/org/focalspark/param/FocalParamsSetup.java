package org.focalspark.param;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.focalspark.compat.HeldParams.Holder;
import org.focalspark.compat.TypedParams;
import org.focalspark.loss.Family;
import org.focalspark.loss.LossKind;

/** Creates the params of losses and of training, with their rules and defaults. */
public final class FocalParamsSetup {
    private static final String AUTO = "auto";

    private FocalParamsSetup() {}

    /**
     * Creates the params and sets all defaults. Call it once, at the end of the constructor.
     *
     * @param params stage under construction
     * @throws IllegalStateException if it was called before
     */
    public static void initialize(FocalParams params) {
        putTraining(params);
        params.sharedParams()
                .put(TypedParams.text(
                        params,
                        "family",
                        "label distribution: auto, binomial, multinomial or ovr (every class against the rest)",
                        ParamRule.oneOf("family", families())));
        putSolver(params);
        params.setDefault(params.family(), AUTO);
        params.setDefault(params.threshold(), 0.5);
        params.sharedParams().seal();
    }

    /** Returns all families except multilabel, which has its own estimator. */
    private static List<String> families() {
        return Stream.concat(
                        Stream.of(AUTO),
                        Arrays.stream(Family.values())
                                .filter(family -> family != Family.MULTILABEL)
                                .map(Family::text))
                .toList();
    }

    private static void putSolver(FocalParams params) {
        Holder holder = params.sharedParams();
        String shape =
                " on the original scale, one row per margin (infinite where there is none; not with an L1 penalty)";
        holder.put(BoundParam.create(params, "lowerBoundsOnCoefficients", "least coefficients" + shape, Matrix.class));
        holder.put(
                BoundParam.create(params, "upperBoundsOnCoefficients", "largest coefficients" + shape, Matrix.class));
        holder.put(BoundParam.create(params, "lowerBoundsOnIntercepts", "least intercepts" + shape, Vector.class));
        holder.put(BoundParam.create(params, "upperBoundsOnIntercepts", "largest intercepts" + shape, Vector.class));
        holder.put(TypedParams.text(
                params,
                "initialModelPath",
                "folder of a saved model to start from, ours or Spark's LogisticRegression"));
    }

    /** Creates the params that all estimators share, and sets their defaults. */
    static void putTraining(FocalTrainingParams params) {
        putLoss(params);
        putClassBalance(params, params.sharedParams());
        putCalibration(params, params.sharedParams());
        putShared(params, params.sharedParams());
        params.setDefault(params.classWeightMode(), ClassWeightMode.NONE.text());
        params.setDefault(params.beta(), 0.999);
        params.setDefault(params.calibration(), CalibrationChoice.AUTO.text());
        params.setDefault(params.handleInvalid(), "error");
        params.setDefault(params.regParam(), 0.0);
        params.setDefault(params.elasticNetParam(), 0.0);
        params.setDefault(params.maxIter(), 100);
        params.setDefault(params.tol(), 1e-6);
    }

    /**
     * Creates the params of a loss and sets their defaults.
     *
     * @param params stage under construction; its params are not sealed yet
     */
    public static void putLoss(FocalLossParams params) {
        putGammas(params, params.sharedParams());
        putWeights(params, params.sharedParams());
        putForm(params, params.sharedParams());
        params.setDefault(params.gamma(), 2.0);
        params.setDefault(params.loss(), LossKind.FOCAL.text());
        params.setDefault(params.polyEpsilon(), 1.0);
        params.setDefault(params.normalized(), false);
        params.setDefault(params.labelSmoothing(), 0.0);
    }

    private static void putGammas(FocalLossParams params, Holder holder) {
        holder.put(new DoubleParam(
                params,
                "gamma",
                "focusing parameter: how strongly well-classified rows are down-weighted (>= 0; 0 is log loss)",
                ParamRule.nonNegative("gamma")));
        holder.put(new DoubleArrayParam(
                params,
                "gammas",
                "focusing parameter of each class of the multinomial family, or of each column of ovr and multilabel;"
                        + " overrides gamma (each >= 0)",
                ParamRule.each("gammas must be >= 0 and finite", v -> v >= 0.0 && v < Double.POSITIVE_INFINITY)));
        holder.put(new DoubleParam(
                params,
                "gammaPositive",
                "focusing parameter of the rows of class 1, or with a column's class or label; overrides gamma (>= 0)",
                ParamRule.nonNegative("gammaPositive")));
        holder.put(new DoubleParam(
                params,
                "gammaNegative",
                "focusing parameter of the rows of class 0, or without a column's class or label; overrides gamma (>= 0)",
                ParamRule.nonNegative("gammaNegative")));
    }

    private static void putWeights(FocalLossParams params, Holder holder) {
        holder.put(new DoubleParam(
                params,
                "alpha",
                "class balance: weight of class 1, or of a column's class or label; the others get 1 - alpha (in [0, 1];"
                        + " unset weighs both alike)",
                ParamRule.number("alpha must be in [0, 1]", v -> v >= 0.0 && v <= 1.0)));
        holder.put(new DoubleArrayParam(
                params,
                "alphas",
                "class balance of each column of ovr and multilabel (each in [0, 1]; not together with alpha)",
                ParamRule.each("alphas must be in [0, 1]", v -> v >= 0.0 && v <= 1.0)));
        holder.put(new DoubleArrayParam(
                params,
                "classWeights",
                "weight of the rows of each class, or of each column of ovr and multilabel (each > 0; unset weighs all alike;"
                        + " for two classes not together with alpha)",
                ParamRule.each("classWeights must be > 0 and finite", v -> v > 0.0 && v < Double.POSITIVE_INFINITY)));
        holder.put(new DoubleParam(
                params,
                "ignoreLabel",
                "label of rows, or of entries in multilabel, that take no part (any finite number; unset: none)",
                ParamRule.number("ignoreLabel must be finite", Double::isFinite)));
    }

    private static void putForm(FocalLossParams params, Holder holder) {
        holder.put(TypedParams.text(
                params,
                "loss",
                "which loss: focal, convexFocal (its gradient through (1 - p)^gamma stopped) or poly1Focal (focal + polyEpsilon"
                        + " (1 - p)^(gamma + 1))",
                ParamRule.oneOf("loss", LossKind.class)));
        holder.put(new DoubleParam(
                params,
                "polyEpsilon",
                "what loss poly1Focal adds to the weight of its first polynomial term (> -1; 0 is focal)",
                ParamRule.number(
                        "polyEpsilon must be > -1 and finite", v -> v > -1.0 && v < Double.POSITIVE_INFINITY)));
        holder.put(new DoubleParam(
                params,
                "reducedThreshold",
                "probability below which the focal factor is 1 (in (0, 1); unset: not reduced)",
                ParamRule.number("reducedThreshold must be in (0, 1)", v -> v > 0.0 && v < 1.0)));
        holder.put(new BooleanParam(
                params, "normalized", "whether losses are divided by the sum of the focal factors (1 - p)^gamma"));
        holder.put(new DoubleParam(
                params,
                "labelSmoothing",
                "share of every label that is spread over all classes (in [0, 1); calibration undoes it)",
                ParamRule.number("labelSmoothing must be in [0, 1)", v -> v >= 0.0 && v < 1.0)));
    }

    private static void putClassBalance(FocalTrainingParams params, Holder holder) {
        holder.put(TypedParams.text(
                params,
                "classWeightMode",
                "class weights from the data: none, balanced (1 / weight sum) or effectiveNumber (with beta)",
                ParamRule.oneOf("classWeightMode", ClassWeightMode.class)));
        holder.put(new DoubleParam(
                params,
                "beta",
                "beta of classWeightMode effectiveNumber (in [0, 1); 0 weighs all classes alike)",
                ParamRule.number("beta must be in [0, 1)", v -> v >= 0.0 && v < 1.0)));
    }

    private static void putCalibration(FocalTrainingParams params, Holder holder) {
        holder.put(TypedParams.text(
                params,
                "calibration",
                "how a margin becomes a probability: auto (focal where there is a way back, else none), none (bare sigmoid),"
                        + " focal (gamma undone), posterior (gamma and class weights undone)",
                ParamRule.oneOf("calibration", CalibrationChoice.class)));
        holder.put(new DoubleArrayParam(
                params,
                "targetPrior",
                "base rates of the population to be scored, one per class, adding up to 1, or one per label (each in [0, 1];"
                        + " unset: those of the training data)",
                ParamRule.each("targetPrior must be in [0, 1]", v -> v >= 0.0 && v <= 1.0)));
    }

    private static void putShared(FocalTrainingParams params, Holder holder) {
        // Spark's params with rules whose messages state the error. Spark allows infinite regParam and tol.
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
    }
}
