package org.focalspark.evaluation;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.param.FocalLossParams;

/**
 * Params of {@link FocalLossEvaluator}, in addition to the label and weight columns and the params of the loss.
 *
 * <p>In an evaluator, {@link #normalized()} has the meaning of segmentation-models-pytorch: losses are divided by the
 * sum of the factors, at least {@link #eps()}, and then reduced, so reduction mean divides twice. Modes binary,
 * multilabel and ovr accept {@link #gammaPositive()} and {@link #gammaNegative()}; modes multiclass, multilabel and ovr
 * accept {@link #gammas()}. With loss {@code convexFocal}, modes binary, multilabel and ovr interpret margins as
 * log-odds, as models fitted with this loss return them, unless the gammas of the two sides differ.
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
     * Mode of the loss: {@code auto}, {@code binary}, {@code multilabel}, {@code multiclass} (softmax) or {@code ovr}
     * (a sum of one binary loss per class).
     *
     * <p>Default {@code auto}: multilabel if the label column contains vectors or arrays, else binary for raw
     * predictions of size 2 and multiclass for larger ones.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> mode() {
        return sharedParams().get("mode");
    }

    /**
     * Reduction of the losses to one number: {@code mean}, {@code sum} or {@code weightedMean}.
     *
     * <p>With instance weights w, class weights a and losses l, which include a: {@code mean} is sum w l / sum w,
     * {@code sum} is sum w l, and {@code weightedMean} is sum w l / sum w a, as in PyTorch's F.cross_entropy(weight).
     * Default {@code mean}.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> reduction() {
        return sharedParams().get("reduction");
    }

    /**
     * Reduction over the columns of ovr and multilabel: {@code auto}, {@code pooled}, {@code sum} or {@code mean}.
     *
     * <p>{@code pooled} reduces all entries of all columns at once, as segmentation-models-pytorch's
     * focal_loss_with_logits does. {@code sum} and {@code mean} reduce (and normalize) each column separately, and then
     * compute the sum or mean over the columns, weighted by {@link #classWeights()}. For classes, its FocalLoss is
     * {@code sum} up to 0.5.0 and {@code mean} since 0.6.0. Default {@code auto}: pooled for multilabel, sum for ovr.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> columnReduction() {
        return sharedParams().get("columnReduction");
    }

    /**
     * Smallest divisor of {@link #normalized()} losses. Range (0, inf), default 1e-6, as in
     * segmentation-models-pytorch.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleParam eps() {
        return sharedParams().get("eps");
    }

    /**
     * Form of the reduced factor where p is at least th: {@code continuous}, ((1-p) / (1-th))^gamma, or
     * {@code published}, ((1-p) / th)^gamma, which jumps at th unless th is 0.5.
     *
     * <p>Default {@code continuous}; segmentation-models-pytorch uses the published form.
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
