package org.focalspark.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.compat.HeldParams.Holder;
import org.focalspark.compat.JavaEvaluator;
import org.focalspark.compat.ModelMetadata;
import org.focalspark.compat.TypedParams;
import org.focalspark.loss.Choice;
import org.focalspark.param.ParamRule;
import org.focalspark.saving.ReplacingWriter;
import org.focalspark.saving.SavedStage;

/**
 * Evaluator of predicted probabilities: log loss, Brier score or expected calibration error (smaller is better), and a
 * reliability table.
 *
 * <p>{@link CalibrationMetric} has the formulas.
 *
 * <p>For two classes, the bins compare P(1) with the label. For more classes, they compare the largest probability with
 * whether that class is the label. The probability column contains vectors with one entry per class, the label column
 * class indices.
 *
 * @since 0.1.0
 */
public final class CalibrationEvaluator extends JavaEvaluator implements DefaultParamsWritable, MLWritable {
    private static final long serialVersionUID = 1L;

    /** Creates an evaluator with default params and a random uid. */
    public CalibrationEvaluator() {
        this(Identifiable.randomUID("calibrationEval"));
    }

    /**
     * Creates an evaluator with default params.
     *
     * @param uid unique id of the evaluator
     */
    public CalibrationEvaluator(String uid) {
        super(uid);
        initialize(this);
    }

    /**
     * Reader of saved evaluators.
     *
     * @return reader
     */
    public static MLReader<CalibrationEvaluator> read() {
        return new SavedStage.Reader<>(CalibrationEvaluator.class, CalibrationEvaluator::new);
    }

    /**
     * Loads a saved evaluator.
     *
     * @param path folder it was saved to
     * @return the evaluator with its uid and params
     */
    public static CalibrationEvaluator load(String path) {
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
     * Column of probabilities: vectors with one entry per class. Default probability.
     *
     * @return the param
     * @since 0.1.0
     */
    public Param<String> probabilityCol() {
        return sharedParams().get("probabilityCol");
    }

    /**
     * Value of {@link #probabilityCol()}.
     *
     * @return the value
     */
    public String getProbabilityCol() {
        return getOrDefault(probabilityCol());
    }

    /**
     * Name of the metric, one of {@link CalibrationMetric}. Default {@code logLoss}.
     *
     * @return the param
     * @since 0.1.0
     */
    public Param<String> metricName() {
        return sharedParams().get("metricName");
    }

    /**
     * Value of {@link #metricName()}.
     *
     * @return the value
     */
    public String getMetricName() {
        return getOrDefault(metricName());
    }

    /**
     * Number of bins of ece and of the reliability table. Range [1, inf), default 10.
     *
     * @return the param
     * @since 0.1.0
     */
    public IntParam numBins() {
        return sharedParams().get("numBins");
    }

    /**
     * Value of {@link #numBins()}.
     *
     * @return the value
     */
    public int getNumBins() {
        return (Integer) getOrDefault(numBins());
    }

    /**
     * Binning of the probabilities: {@code equalMass} or {@code equalWidth}.
     *
     * <p>{@code equalMass}: bins of about equal weight. Equal probabilities share a bin: bin i contains the
     * probabilities for which the share of the weight strictly below them is in [i/n, (i+1)/n). {@code equalWidth}: bin
     * i contains the probabilities in [i/n, (i+1)/n), the last bin also 1. Empty bins are left out. Default
     * {@code equalMass}.
     *
     * @return the param
     * @since 0.1.0
     */
    public Param<String> binning() {
        return sharedParams().get("binning");
    }

    /**
     * Value of {@link #binning()}.
     *
     * @return the value
     */
    public String getBinning() {
        return getOrDefault(binning());
    }

    /**
     * Sets the column of class indices.
     *
     * @param value name, default label
     * @return this
     */
    public CalibrationEvaluator setLabelCol(String value) {
        return (CalibrationEvaluator) set(labelCol(), value);
    }

    /**
     * Sets the column of instance weights.
     *
     * @param value name; unset by default: all rows have weight 1
     * @return this
     */
    public CalibrationEvaluator setWeightCol(String value) {
        return (CalibrationEvaluator) set(weightCol(), value);
    }

    /**
     * Sets the column of probabilities.
     *
     * @param value name, default probability
     * @return this
     */
    public CalibrationEvaluator setProbabilityCol(String value) {
        return (CalibrationEvaluator) set(probabilityCol(), value);
    }

    /**
     * Sets the metric.
     *
     * @param value name of a {@link CalibrationMetric}, default logLoss
     * @return this
     */
    public CalibrationEvaluator setMetricName(String value) {
        return (CalibrationEvaluator) set(metricName(), value);
    }

    /**
     * Sets the number of bins.
     *
     * @param value &gt;= 1, default 10
     * @return this
     */
    public CalibrationEvaluator setNumBins(int value) {
        return (CalibrationEvaluator) set(numBins(), value);
    }

    /**
     * Sets the binning of the probabilities.
     *
     * @param value equalMass (default) or equalWidth; see {@link #binning()}
     * @return this
     */
    public CalibrationEvaluator setBinning(String value) {
        return (CalibrationEvaluator) set(binning(), value);
    }

    /**
     * Computes the metric of a dataset. Log loss and Brier score take one job. ece takes one more job with equalWidth,
     * or a sort and two more jobs with equalMass.
     *
     * @param dataset rows with probabilities and labels
     * @return metric, &gt;= 0
     * @throws IllegalArgumentException if a row is invalid; the message names the column
     */
    @Override
    public double evaluate(Dataset<?> dataset) {
        EvaluatorInput input = new EvaluatorInput(this, getProbabilityCol(), dataset);
        CalibrationTotals totals = CalibrationTotals.of(input, input.select(dataset));
        CalibrationMetric metric = metric();
        return metric.isMean() ? totals.mean(metric) : calibrationError(bins(input, dataset));
    }

    /**
     * Computes the reliability table: one row per bin that is not empty, in ascending order.
     *
     * <p>Columns: bin (int, from 0), lower and upper (edges of an equalWidth bin, smallest and largest probability of
     * an equalMass bin), rows (long), weight, meanPredicted and observed (weighted means). Rows of weight 0 are left
     * out.
     *
     * @param dataset rows with probabilities and labels
     * @return the table
     * @throws IllegalArgumentException if a row is invalid; the message names the column
     */
    public Dataset<Row> reliability(Dataset<?> dataset) {
        EvaluatorInput input = new EvaluatorInput(this, getProbabilityCol(), dataset);
        CalibrationTotals.of(input, input.select(dataset));
        boolean edges = isEqualWidth();
        List<Row> rows = new ArrayList<>();
        double numBins = getNumBins();
        bins(input, dataset)
                .forEach((bin, sums) -> rows.add(sums.toRow(
                        bin, edges ? bin / numBins : sums.lowest(), edges ? (bin + 1) / numBins : sums.highest())));
        return dataset.sparkSession().createDataFrame(rows, ReliabilityBin.SCHEMA);
    }

    /**
     * Returns false, because smaller metrics are better.
     *
     * @return false
     */
    @Override
    public boolean isLargerBetter() {
        return false;
    }

    @Override
    public CalibrationEvaluator copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Returns the metric as sums over margins; empty for ece, whose bins need the probabilities of all rows. */
    Optional<MarginMetric<?>> marginMetric(Dataset<?> dataset) {
        EvaluatorInput input = new EvaluatorInput(this, getProbabilityCol(), dataset);
        return Optional.of(metric())
                .filter(CalibrationMetric::isMean)
                .map(metric -> new MarginMetric<CalibrationTotals>(
                        scoring -> new CalibrationTotals(input, scoring.get()),
                        totals -> totals.checked().mean(metric)));
    }

    private CalibrationMetric metric() {
        return Choice.of(CalibrationMetric.class, getMetricName());
    }

    private boolean isEqualWidth() {
        return getBinning().equalsIgnoreCase("equalWidth");
    }

    private SortedMap<Integer, ReliabilityBin> bins(EvaluatorInput input, Dataset<?> dataset) {
        JavaRDD<CalibrationRow> rows = input.select(dataset)
                .toJavaRDD()
                .map(row -> CalibrationRow.of(input.read(row)))
                .filter(row -> row.weight() > 0.0);
        return isEqualWidth()
                ? ReliabilityBins.equalWidth(rows, getNumBins())
                : ReliabilityBins.equalMass(rows, getNumBins());
    }

    private static double calibrationError(SortedMap<Integer, ReliabilityBin> bins) {
        double gap = 0.0;
        double weight = 0.0;
        for (ReliabilityBin bin : bins.values()) {
            gap += bin.weightedGap();
            weight += bin.weight();
        }
        return gap / weight;
    }

    private static void initialize(CalibrationEvaluator evaluator) {
        Holder holder = evaluator.sharedParams();
        holder.put(TypedParams.text(evaluator, "probabilityCol", "column of probabilities: a vector entry per class"));
        holder.put(TypedParams.text(
                evaluator,
                "metricName",
                "what is measured: " + CalibrationMetric.docs(),
                ParamRule.oneOf("metricName", CalibrationMetric.class)));
        holder.put(new IntParam(evaluator, "numBins", "number of bins (>= 1)", ParamRule.atLeast("numBins", 1)));
        holder.put(TypedParams.text(
                evaluator,
                "binning",
                "how bins are cut: equalMass (equal weight) or equalWidth",
                ParamRule.oneOf("binning", List.of("equalMass", "equalWidth"))));
        evaluator.setDefault(evaluator.probabilityCol(), "probability");
        evaluator.setDefault(evaluator.metricName(), CalibrationMetric.LOG_LOSS.text());
        evaluator.setDefault(evaluator.numBins(), 10);
        evaluator.setDefault(evaluator.binning(), "equalMass");
        holder.seal();
    }
}
