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
import org.focalspark.param.FocalLossParams;
import org.focalspark.param.FocalLossSetters;
import org.focalspark.saving.ReplacingWriter;
import org.focalspark.saving.SavedStage;

/**
 * Focal loss of raw predictions: binary, multilabel, softmax or one-vs-rest; smaller is better.
 *
 * <pre>
 *   loss of an entry = a factor (-log p_t),  factor = (1 - p_t)^gamma or its reduced form; or another loss
 * </pre>
 *
 * <p>With {@code reducedForm} published the numbers are those of PyTorch's libraries: focal_loss_with_logits of
 * segmentation-models-pytorch is binary, or multilabel with columnReduction pooled; its softmax_focal_loss_with_logits
 * is multiclass; its FocalLoss since 0.6.0 is multilabel or ovr with columnReduction mean (up to 0.5.0 pooled and
 * sum); torchvision's sigmoid_focal_loss is binary or multilabel; F.cross_entropy(weight) is multiclass with gamma 0,
 * classWeights and reduction weightedMean. Reduction none is {@link #losses}, batchwise_mean {@link #columnLosses}.
 *
 * <p>In CrossValidator all candidates are measured with the gamma of this evaluator, whatever gamma they were trained
 * with.
 *
 * @see <a href="https://arxiv.org/abs/1708.02002">Focal Loss for Dense Object Detection</a>, eq. 4 and 5
 * @since 0.1.0
 */
public final class FocalLossEvaluator extends JavaEvaluator
        implements FocalLossEvaluatorParams,
                FocalLossParams,
                FocalLossSetters<FocalLossEvaluator>,
                DefaultParamsWritable,
                MLWritable {
    private static final long serialVersionUID = 1L;

    /** Makes an evaluator with default params and a random uid. */
    public FocalLossEvaluator() {
        this(Identifiable.randomUID("focalLossEval"));
    }

    /**
     * Makes an evaluator with default params.
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
     * @param value name; unset by default, which weighs all rows alike
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
     * Sets which loss is computed.
     *
     * @param value auto, binary, multilabel, multiclass or ovr; see {@link #mode()}
     * @return this
     */
    public FocalLossEvaluator setMode(String value) {
        return (FocalLossEvaluator) set(mode(), value);
    }

    /**
     * Sets how losses become one number.
     *
     * @param value mean, sum or weightedMean
     * @return this
     */
    public FocalLossEvaluator setReduction(String value) {
        return (FocalLossEvaluator) set(reduction(), value);
    }

    /**
     * Sets how the columns of ovr and multilabel are combined.
     *
     * @param value auto, pooled, sum or mean; see {@link #columnReduction()}
     * @return this
     */
    public FocalLossEvaluator setColumnReduction(String value) {
        return (FocalLossEvaluator) set(columnReduction(), value);
    }

    /**
     * Sets the least divisor of normalized losses.
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
     * The loss of a dataset, by {@link #reduction()} and {@link #columnReduction()}. One job.
     *
     * @param dataset rows with raw predictions and labels
     * @return loss, nats, &gt;= 0
     * @throws IllegalArgumentException that names the column or param, if a row or a combination of params is invalid
     */
    @Override
    public double evaluate(Dataset<?> dataset) {
        return reduced(dataset).value(getReduction());
    }

    /**
     * Sums of weight times loss, one per column, over the rows: reduction batchwise_mean of
     * segmentation-models-pytorch, which is a sum in spite of its name. One job.
     *
     * @param dataset rows with raw predictions and labels
     * @return one value for binary and multiclass, one per class or label for ovr and multilabel, normalized if asked
     *     for
     * @throws IllegalArgumentException as {@link #evaluate(Dataset)} does
     */
    public double[] columnLosses(Dataset<?> dataset) {
        return reduced(dataset).columnLosses();
    }

    /**
     * The rows with their losses in column {@link #lossCol()}: reduction none. One job, which checks all rows.
     *
     * <p>Instance weights take no part but in the divisor of {@link #normalized()}. A row of an ignored label has NaN.
     *
     * @param dataset rows with raw predictions and labels
     * @return the dataset and a column of doubles; for multilabel of vectors with one loss per label, NaN where unknown
     * @throws IllegalArgumentException as {@link #evaluate(Dataset)} does, or if the column exists
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
     * Smaller losses are better.
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

    /** This evaluator on the margins of held-out rows. */
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
