package org.focalspark.evaluation;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.focalspark.compat.JavaEvaluator;
import org.focalspark.compat.ModelMetadata;
import org.focalspark.param.FocalClassWeightParams;
import org.focalspark.param.FocalLossFormParams;
import org.focalspark.param.FocalLossParams;
import org.focalspark.param.FocalLossSetters;
import org.focalspark.saving.ReplacingWriter;
import org.focalspark.saving.SavedStage;

/**
 * Evaluator of the focal loss of raw predictions: binary, multilabel, softmax or one-vs-rest. Smaller is better.
 *
 * <pre>
 *   loss of an entry = a factor (-log p_t),  factor = (1 - p_t)^gamma or its reduced form; or another loss
 * </pre>
 *
 * <p>With {@code reducedForm} published, the losses equal those of PyTorch libraries. segmentation-models-pytorch:
 * focal_loss_with_logits is mode binary, or multilabel with columnReduction pooled; softmax_focal_loss_with_logits is
 * multiclass; FocalLoss is multilabel or ovr with columnReduction mean since 0.6.0; up to 0.5.0 columnReduction is
 * pooled for multilabel and sum for ovr. torchvision: sigmoid_focal_loss is binary or multilabel. PyTorch:
 * F.cross_entropy(weight) is multiclass with gamma 0, classWeights and reduction weightedMean. Their reduction none is
 * {@link #losses}, and batchwise_mean is {@link #columnLosses}.
 *
 * <p>In a CrossValidator, the gamma of this evaluator applies to all candidates. It does not depend on the gamma of
 * their training.
 *
 * @see <a href="https://arxiv.org/abs/1708.02002">Focal Loss for Dense Object Detection</a>, eq. 4 and 5
 * @since 0.1.0
 */
public final class FocalLossEvaluator extends JavaEvaluator
        implements FocalLossEvaluatorParams,
                FocalLossParams,
                FocalLossFormParams,
                FocalClassWeightParams,
                FocalLossSetters<FocalLossEvaluator>,
                FocalLossParams.Setters<FocalLossEvaluator>,
                FocalLossFormParams.Setters<FocalLossEvaluator>,
                FocalClassWeightParams.Setters<FocalLossEvaluator>,
                DefaultParamsWritable,
                MLWritable {
    private static final long serialVersionUID = 1L;

    /** Creates an evaluator with default params and a random uid. */
    public FocalLossEvaluator() {
        this(Identifiable.randomUID("focalLossEval"));
    }

    /**
     * Creates an evaluator with default params.
     *
     * @param uid unique id of the evaluator
     */
    public FocalLossEvaluator(String uid) {
        super(uid);
        FocalLossEvaluatorSetup.initialize(this);
    }

    /**
     * Reader of saved evaluators.
     *
     * @return reader
     */
    public static MLReader<FocalLossEvaluator> read() {
        return new SavedStage.Reader<>(FocalLossEvaluator.class, FocalLossEvaluator::new);
    }

    /**
     * Loads a saved evaluator.
     *
     * @param path folder it was saved to
     * @return the evaluator with its uid and params
     */
    public static FocalLossEvaluator load(String path) {
        return read().load(path);
    }

    /**
     * Writer of this evaluator.
     *
     * @return writer
     */
    @Override
    public MLWriter write() {
        return new ReplacingWriter(getClass(), ModelMetadata.paramsWriter(this));
    }

    /**
     * Sets the column of labels: class indices, or vectors of 0, 1 and NaN for multilabel.
     *
     * @param value name, default label
     * @return this
     */
    public FocalLossEvaluator setLabelCol(String value) {
        return (FocalLossEvaluator) set(labelCol(), value);
    }

    /**
     * Sets the column of instance weights.
     *
     * @param value name; unset by default: all rows have weight 1
     * @return this
     */
    public FocalLossEvaluator setWeightCol(String value) {
        return (FocalLossEvaluator) set(weightCol(), value);
    }

    /**
     * Sets the column of raw predictions.
     *
     * @param value name, default rawPrediction
     * @return this
     */
    public FocalLossEvaluator setRawPredictionCol(String value) {
        return (FocalLossEvaluator) set(rawPredictionCol(), value);
    }

    /**
     * Sets the mode of the loss.
     *
     * @param value auto, binary, multilabel, multiclass or ovr; see {@link #mode()}
     * @return this
     */
    public FocalLossEvaluator setMode(String value) {
        return (FocalLossEvaluator) set(mode(), value);
    }

    /**
     * Sets the reduction of the losses to one number.
     *
     * @param value mean, sum or weightedMean
     * @return this
     */
    public FocalLossEvaluator setReduction(String value) {
        return (FocalLossEvaluator) set(reduction(), value);
    }

    /**
     * Sets the reduction over the columns of ovr and multilabel.
     *
     * @param value auto, pooled, sum or mean; see {@link #columnReduction()}
     * @return this
     */
    public FocalLossEvaluator setColumnReduction(String value) {
        return (FocalLossEvaluator) set(columnReduction(), value);
    }

    /**
     * Sets the smallest divisor of normalized losses.
     *
     * @param value &gt; 0 and finite, default 1e-6
     * @return this
     */
    public FocalLossEvaluator setEps(double value) {
        return (FocalLossEvaluator) set(eps(), value);
    }

    /**
     * Sets the form of the reduced factor.
     *
     * @param value continuous (default) or published
     * @return this
     */
    public FocalLossEvaluator setReducedForm(String value) {
        return (FocalLossEvaluator) set(reducedForm(), value);
    }

    /**
     * Sets the column that {@link #losses} adds.
     *
     * @param value name, default loss
     * @return this
     */
    public FocalLossEvaluator setLossCol(String value) {
        return (FocalLossEvaluator) set(lossCol(), value);
    }

    /**
     * Computes the loss of a dataset with {@link #reduction()} and {@link #columnReduction()}, in one job.
     *
     * @param dataset rows with raw predictions and labels
     * @return loss, nats, &gt;= 0
     * @throws IllegalArgumentException if a row or a combination of params is invalid; the message names the column or
     *     param
     */
    @Override
    public double evaluate(Dataset<?> dataset) {
        return reduced(dataset).value(getReduction());
    }

    /**
     * Computes the sum of weight times loss over the rows for each column, in one job. This is reduction batchwise_mean
     * of segmentation-models-pytorch, which is a sum in spite of its name.
     *
     * @param dataset rows with raw predictions and labels
     * @return one value for binary and multiclass, one per class or label for ovr and multilabel; divided by the
     *     factors if {@link #normalized()} is true
     * @throws IllegalArgumentException under the conditions of {@link #evaluate(Dataset)}
     */
    public double[] columnLosses(Dataset<?> dataset) {
        return reduced(dataset).columnLosses();
    }

    /**
     * Adds the loss of each row as column {@link #lossCol()}, which is reduction none. One job checks all rows first.
     *
     * <p>Instance weights affect only the divisor of {@link #normalized()} losses. The loss of a row with an ignored
     * label is NaN.
     *
     * @param dataset rows with raw predictions and labels
     * @return the dataset with a column of doubles; for multilabel, of vectors with one loss per label, NaN for unknown
     *     labels
     * @throws IllegalArgumentException under the conditions of {@link #evaluate(Dataset)}, or if the column exists
     */
    public Dataset<Row> losses(Dataset<?> dataset) {
        if (Arrays.asList(dataset.columns()).contains(getLossCol())) {
            throw new IllegalArgumentException(String.format(
                    "lossCol '%s' must be a new column, but the dataset has it already. Set lossCol to another name.",
                    getLossCol()));
        }
        EvaluatorInput input = new EvaluatorInput(this, getRawPredictionCol(), dataset);
        AggregatedLoss reduced = reduced(dataset);
        UDF2<Vector, Object, Object> loss = (scores, label) -> reduced.rowLosses(input.unweighted(scores, label));
        return dataset.withColumn(
                getLossCol(),
                functions
                        .udf(loss, input.vectorLabels() ? SQLDataTypes.VectorType() : DataTypes.DoubleType)
                        .apply(input.scores(dataset), input.label(dataset)));
    }

    /**
     * Returns false, because smaller losses are better.
     *
     * @return false
     */
    @Override
    public boolean isLargerBetter() {
        return false;
    }

    @Override
    public FocalLossEvaluator copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Returns the loss as sums over the margins of held-out rows. */
    MarginMetric<?> marginMetric(Dataset<?> dataset) {
        EvaluatorInput input = new EvaluatorInput(this, getRawPredictionCol(), dataset);
        LossSettings settings = settings(input);
        return new MarginMetric<LossTotals>(
                scoring -> new LossTotals(settings, input),
                totals -> reduced(settings, totals.checked()).value(getReduction()));
    }

    private AggregatedLoss reduced(Dataset<?> dataset) {
        EvaluatorInput input = new EvaluatorInput(this, getRawPredictionCol(), dataset);
        LossSettings settings = settings(input);
        return reduced(settings, LossTotals.of(settings, input, input.select(dataset)));
    }

    private LossSettings settings(EvaluatorInput input) {
        LossSettings settings = new LossSettings(this);
        settings.checkLabels(input);
        return settings;
    }

    private AggregatedLoss reduced(LossSettings settings, LossTotals totals) {
        return new AggregatedLoss(
                settings, totals, getColumnReduction().toLowerCase(Locale.ROOT), getNormalized() ? getEps() : 0.0);
    }
}
