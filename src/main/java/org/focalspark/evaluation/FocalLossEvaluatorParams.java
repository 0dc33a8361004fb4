package org.focalspark.evaluation;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.param.FocalLossParams;

/**
 * Params of {@link FocalLossEvaluator} beside the label and weight columns and those of the loss.
 *
 * <p>Here {@link #normalized()} means what segmentation-models-pytorch does: losses are divided by the sum of the
 * factors, at least {@link #eps()}, and reduced after that, so that a mean is divided twice. The modes binary,
 * multilabel and ovr take {@link #gammaPositive()} and {@link #gammaNegative()}, the modes with one class or label per
 * column {@link #gammas()}. For loss {@code convexFocal} the margins of the modes binary, multilabel and ovr are
 * log-odds, as its fits have them, unless the gammas of the two sides differ.
 *
 * @since 0.1.0
 */
public interface FocalLossEvaluatorParams extends FocalLossParams {

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
     * {@code sum} and {@code mean} reduce (and normalize) each column by itself and add up or average over the
     * columns, weighted by {@link #classWeights()}, as its FocalLoss did for classes up to 0.5.0 and does since 0.6.0.
     * Default {@code auto}: pooled for multilabel, sum for ovr.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> columnReduction() {
        return sharedParams().get("columnReduction");
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
     * Value of {@link #eps()}.
     *
     * @return the value
     */
    default double getEps() {
        return (Double) getOrDefault(eps());
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
     * Value of {@link #lossCol()}.
     *
     * @return the value
     */
    default String getLossCol() {
        return getOrDefault(lossCol());
    }
}
