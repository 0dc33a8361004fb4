package org.focalspark;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.focalspark.compat.LogisticParams.Holder;

/**
 * Params of {@link FocalLossEvaluator} beside the label and weight columns.
 *
 * @since 0.1.0
 */
public interface FocalLossEvaluatorParams extends Params {

    /**
     * Where the params are kept.
     *
     * @return the same holder at every call
     */
    Holder sharedParams();

    /**
     * Column of raw predictions: vectors (-margin, margin) of a binary model, or one logit per class or label.
     *
     * <p>Default rawPrediction.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> rawPredictionCol() {
        return sharedParams().get("rawPredictionCol");
    }

    /**
     * Which loss: {@code auto}, {@code binary}, {@code multilabel}, {@code multiclass} (softmax) or {@code ovr}
     * (multiclass as a sum of binaries).
     *
     * <p>Default {@code auto}: multilabel if the label column holds vectors or arrays, else binary for vectors of
     * size 2 and multiclass for larger ones.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> mode() {
        return sharedParams().get("mode");
    }

    /**
     * Focusing parameter gamma: how strongly well-classified rows are down-weighted.
     *
     * <p>The loss of an entry is multiplied by (1 - p_t)^gamma. Range [0, inf), no unit, default 2.0. Source: Lin et
     * al. 2017, eq. 4.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam gamma() {
        return sharedParams().get("gamma");
    }

    /**
     * Class balance alpha: weight alpha for the positive entries, 1 - alpha for the negative ones.
     *
     * <p>For binary, ovr and multilabel; it multiplies after the focal factor. Range [0, 1], 0 and 1 included, unset
     * by default, which weighs both alike. Not together with {@link #alphas()}. Source: Lin et al. 2017, eq. 5.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam alpha() {
        return sharedParams().get("alpha");
    }

    /**
     * Class balance {@link #alpha()} of each class or label, for ovr and multilabel.
     *
     * <p>Each in [0, 1], one per class, unset by default.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleArrayParam alphas() {
        return sharedParams().get("alphas");
    }

    /**
     * Weight of each class.
     *
     * <p>For binary and multiclass of the rows of that class, as in F.cross_entropy(weight); for ovr and multilabel of that
     * column's loss, and columnReduction mean divides by their sum. Each &gt; 0 and finite, one per class, unset by default,
     * which weighs all alike.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleArrayParam classWeights() {
        return sharedParams().get("classWeights");
    }

    /**
     * How losses become one number: {@code mean}, {@code sum} or {@code weightedMean}.
     *
     * <p>With instance weights w, losses l and class weights a inside l: sum w l / sum w, sum w l, or sum w l / sum w
     * a, as F.cross_entropy(weight) divides. Default {@code mean}.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> reduction() {
        return sharedParams().get("reduction");
    }

    /**
     * How the columns of ovr and multilabel are combined: {@code auto}, {@code pooled}, {@code sum} or {@code mean}.
     *
     * <p>{@code pooled} takes all entries as one list, as segmentation-models-pytorch's focal_loss_with_logits does;
     * {@code sum} and {@code mean} reduce (and normalise) each column by itself and add up or average over the
     * columns, weighted by {@link #classWeights()}, as its FocalLoss did up to 0.5.0 and does since 0.6.0. Default
     * {@code auto}: pooled for multilabel, sum for ovr.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> columnReduction() {
        return sharedParams().get("columnReduction");
    }

    /**
     * Whether losses are divided by the sum of weight times focal factor, or by {@link #eps()} if that is larger.
     *
     * <p>As published, {@code mean} then divides by the number of entries once more. The sum carries no class
     * weights. Default false. Source: arXiv 1909.07829.
     *
     * @return the param
     * @since 0.1.0
     */
    default BooleanParam normalized() {
        return sharedParams().get("normalized");
    }

    /**
     * Least divisor of {@link #normalized()} losses. Range (0, inf), default 1e-6, that of
     * segmentation-models-pytorch.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam eps() {
        return sharedParams().get("eps");
    }

    /**
     * Probability of the right answer below which the focal factor is 1: the reduced focal loss.
     *
     * <p>Range (0, 1), unset by default, which does not reduce. Source: arXiv 1903.01347. Interacts with:
     * reducedForm.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam reducedThreshold() {
        return sharedParams().get("reducedThreshold");
    }

    /**
     * Form of the reduced factor where p is at least th: {@code continuous}, ((1-p) / (1-th))^gamma, or {@code
     * published}, ((1-p) / th)^gamma, which jumps at th unless th is 0.5.
     *
     * <p>Default {@code continuous}; segmentation-models-pytorch has the published one.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> reducedForm() {
        return sharedParams().get("reducedForm");
    }

    /**
     * Label whose rows, or entries in multilabel, take no part. Any finite number, unset by default.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam ignoreLabel() {
        return sharedParams().get("ignoreLabel");
    }

    /**
     * Column of losses that {@link FocalLossEvaluator#losses} adds. Default loss.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> lossCol() {
        return sharedParams().get("lossCol");
    }

    /**
     * Value of {@link #rawPredictionCol()}.
     *
     * @return the value
     */
    default String getRawPredictionCol() {
        return getOrDefault(rawPredictionCol());
    }

    /**
     * Value of {@link #mode()}.
     *
     * @return the value
     */
    default String getMode() {
        return getOrDefault(mode());
    }

    /**
     * Value of {@link #gamma()}.
     *
     * @return the value
     */
    default double getGamma() {
        return (Double) getOrDefault(gamma());
    }

    /**
     * Value of {@link #alpha()}.
     *
     * @return the value
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double getAlpha() {
        return (Double) getOrDefault(alpha());
    }

    /**
     * Value of {@link #alphas()}.
     *
     * @return the value
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double[] getAlphas() {
        return getOrDefault(alphas());
    }

    /**
     * Value of {@link #classWeights()}.
     *
     * @return the value
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double[] getClassWeights() {
        return getOrDefault(classWeights());
    }

    /**
     * Value of {@link #reduction()}.
     *
     * @return the value
     */
    default String getReduction() {
        return getOrDefault(reduction());
    }

    /**
     * Value of {@link #columnReduction()}.
     *
     * @return the value
     */
    default String getColumnReduction() {
        return getOrDefault(columnReduction());
    }

    /**
     * Value of {@link #normalized()}.
     *
     * @return the value
     */
    default boolean getNormalized() {
        return (Boolean) getOrDefault(normalized());
    }

    /**
     * Value of {@link #eps()}.
     *
     * @return the value
     */
    default double getEps() {
        return (Double) getOrDefault(eps());
    }

    /**
     * Value of {@link #reducedThreshold()}.
     *
     * @return the value
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double getReducedThreshold() {
        return (Double) getOrDefault(reducedThreshold());
    }

    /**
     * Value of {@link #reducedForm()}.
     *
     * @return the value
     */
    default String getReducedForm() {
        return getOrDefault(reducedForm());
    }

    /**
     * Value of {@link #ignoreLabel()}.
     *
     * @return the value
     * @throws java.util.NoSuchElementException if it is not set
     */
    default double getIgnoreLabel() {
        return (Double) getOrDefault(ignoreLabel());
    }

    /**
     * Value of {@link #lossCol()}.
     *
     * @return the value
     */
    default String getLossCol() {
        return getOrDefault(lossCol());
    }
}
