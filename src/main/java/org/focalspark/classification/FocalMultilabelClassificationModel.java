package org.focalspark.classification;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SizeEstimator;
import org.focalspark.compat.JavaModel;
import org.focalspark.compat.SummarizedModel;
import org.focalspark.model.CoefficientTable;
import org.focalspark.model.FittedModel;
import org.focalspark.model.FocalModelIO;
import org.focalspark.model.ProbabilityMap;
import org.focalspark.model.VectorInput;
import org.focalspark.param.Columns;
import org.focalspark.param.FocalClassWeightParams;
import org.focalspark.param.FocalLossFormParams;
import org.focalspark.param.FocalLossParams;
import org.focalspark.param.FocalMultilabelParams;
import org.focalspark.param.FocalMultilabelSetters;
import org.focalspark.param.FocalMultilabelSetup;
import org.focalspark.param.FocalScoringSetters;
import org.focalspark.param.FocalTrainingParams;
import org.jspecify.annotations.Nullable;

/**
 * Model fitted by {@link FocalMultilabelClassifier}.
 *
 * <p>Each label has its own margin, coefficients . features + intercept, and its own calibrated probability. It is
 * predicted if this probability exceeds its threshold. rawPrediction, probability and prediction are vectors with one
 * entry per label; predictedLabels contains the indices of the predicted labels. A NaN feature, or a null vector with
 * {@link #handleInvalid()} keep, gives NaN margins, probabilities and predictions, and null predictedLabels.
 *
 * @since 0.1.0
 */
public final class FocalMultilabelClassificationModel extends JavaModel<FocalMultilabelClassificationModel>
        implements FocalMultilabelParams,
                FocalTrainingParams,
                FocalLossParams,
                FocalLossFormParams,
                FocalClassWeightParams,
                FocalMultilabelSetters<FocalMultilabelClassificationModel>,
                FocalScoringSetters<FocalMultilabelClassificationModel>,
                SummarizedModel<FocalTrainingSummary>,
                MLWritable {
    private static final long serialVersionUID = 1L;

    private final @Nullable FittedModel fitted;
    private volatile @Nullable FocalTrainingSummary summary;
    private transient volatile @Nullable Decision decision;

    /** Params for scoring, read once instead of once per row. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    private record Decision(VectorInput input, ProbabilityMap map, double[] thresholds) {}

    /** Creates a model without coefficients, like {@link #FocalMultilabelClassificationModel(String)}. */
    public FocalMultilabelClassificationModel() {
        this(Identifiable.randomUID("focalMultilabel"));
    }

    /**
     * Creates a model without coefficients, which throws when it scores. Only Spark Connect's server needs this
     * constructor: it does not load model classes without one. Users fit or load a model.
     *
     * @param uid unique id
     */
    public FocalMultilabelClassificationModel(String uid) {
        this(uid, null, null);
    }

    FocalMultilabelClassificationModel(
            String uid, @Nullable FittedModel fitted, @Nullable FocalTrainingSummary summary) {
        super(uid);
        this.fitted = fitted;
        this.summary = summary;
        FocalMultilabelSetup.initialize(this);
    }

    /**
     * Reader of saved models.
     *
     * @return reader
     */
    public static MLReader<FocalMultilabelClassificationModel> read() {
        return new FocalModelIO.Reader<>(
                FocalMultilabelClassificationModel.class,
                true,
                (uid, fitted) -> new FocalMultilabelClassificationModel(uid, fitted, null));
    }

    /**
     * Loads a saved model.
     *
     * @param path folder of the saved model
     * @return the model with its uid and params; it has no summary
     */
    public static FocalMultilabelClassificationModel load(String path) {
        return read().load(path);
    }

    /**
     * Writer of this model. The summary is not saved, as in Spark.
     *
     * @return writer
     */
    @Override
    public MLWriter write() {
        return FocalModelIO.writer(this, fitted());
    }

    /**
     * Coefficients on the original scale.
     *
     * @return numLabels x numFeatures
     */
    public Matrix coefficientMatrix() {
        return fitted().coefficients().matrix();
    }

    /**
     * Intercepts.
     *
     * @return one per label; 0 if none was fitted, infinite if a label has the same value in all rows
     */
    public Vector interceptVector() {
        return fitted().coefficients().intercepts();
    }

    /**
     * Returns the feature names from the ML attributes of the features column of the training set, which
     * VectorAssembler writes, for example. They are saved with the model, but are not part of its Java serialization,
     * which sends models to scoring tasks.
     *
     * @return one name per feature, or an empty array if the column had no names
     */
    public String[] featureNames() {
        return fitted().coefficients().featureNames();
    }

    /**
     * Returns coefficients and intercepts with feature names, as a DataFrame of the active session.
     *
     * <p>There is one row per label and feature; the intercept of a label comes first. Columns: label (int; its index),
     * featureIndex (int; null for the intercept), feature (string; "(Intercept)", the name, or "features_3" for a
     * feature without one) and coefficient (double; on the original scale).
     *
     * @return numLabels x (numFeatures + 1) rows
     */
    public Dataset<Row> coefficientsByName() {
        return CoefficientTable.of(fitted().coefficients(), "label", 0, getFeaturesCol());
    }

    /**
     * Returns the base rates of the training set, by instance weight. {@link #targetPrior()} replaces these base rates.
     *
     * @return for each label, its share of the weight of the rows where it is known
     */
    public Vector labelPriors() {
        return Vectors.dense(fitted().priors());
    }

    /**
     * Number of labels.
     *
     * @return length of the raw prediction, probability and prediction vectors
     */
    public int numLabels() {
        return fitted().coefficients().numMargins();
    }

    /**
     * Number of features.
     *
     * @return length of the feature vectors
     */
    public int numFeatures() {
        return fitted().coefficients().numFeatures();
    }

    /**
     * Returns whether this model has a training summary. Loaded models have none.
     *
     * @return true if {@link #summary()} does not throw
     */
    @Override
    public boolean hasSummary() {
        return summary != null;
    }

    /**
     * Returns the training summary.
     *
     * <p>Throws a SparkException if the model was loaded, since summaries are not saved.
     *
     * @return summary
     */
    @Override
    public FocalTrainingSummary summary() {
        return Summaries.orMissing(summary, uid());
    }

    @Override
    public void saveSummary(String path) {
        FitFacts.write(summary(), Path.of(path));
    }

    /** Reads only the file, because this summary does not use the training set. */
    @Override
    public void loadSummary(String path, Dataset<Row> dataset) {
        summary = FitFacts.read(Path.of(path));
    }

    /**
     * Returns the memory of this model. Spark Connect's server uses it for the size of its model cache since Spark 4.1.
     *
     * @return bytes, without the summary
     */
    @SuppressWarnings("MissingOverride") // Spark 3.5 and 4.0 have no such method
    public long estimatedSize() {
        return SizeEstimator.estimate(extractParamMap())
                + fitted().coefficients().estimatedSize();
    }

    /**
     * Computes the margins of a feature vector.
     *
     * @param features length numFeatures
     * @return one per label
     */
    public Vector predictRaw(Vector features) {
        return Vectors.dense(
                fitted().coefficients().margins(features, decision().input()));
    }

    /**
     * Computes the probabilities of the labels of a feature vector.
     *
     * @param features length numFeatures
     * @return one per label; they do not add up to 1
     */
    public Vector predictProbability(Vector features) {
        return probability(predictRaw(features));
    }

    /**
     * Predicts the labels of a feature vector.
     *
     * @param features length numFeatures
     * @return 0 or 1 per label
     */
    public Vector predict(Vector features) {
        return prediction(predictProbability(features));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        decision();
        return FocalMultilabelSetup.outputSchema(this, schema);
    }

    /**
     * Adds the columns of margins, probabilities, predictions and indices of predicted labels. A column with an empty
     * name is left out.
     *
     * @param dataset rows with feature vectors
     * @return the dataset with up to four more columns
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        Column margins = apply(this::predictRaw, Columns.named(getFeaturesCol()), SQLDataTypes.VectorType());
        Dataset<Row> output = with(dataset.toDF(), getRawPredictionCol(), margins);
        Column raw = getRawPredictionCol().isEmpty() ? margins : Columns.named(getRawPredictionCol());
        Column probabilities = apply(this::probability, raw, SQLDataTypes.VectorType());
        output = with(output, getProbabilityCol(), probabilities);
        Column probability = getProbabilityCol().isEmpty() ? probabilities : Columns.named(getProbabilityCol());
        output = with(output, getPredictionCol(), apply(this::prediction, probability, SQLDataTypes.VectorType()));
        DataType sets = DataTypes.createArrayType(DataTypes.DoubleType, false);
        return with(output, getPredictedLabelsCol(), apply(this::labelSet, probability, sets));
    }

    @Override
    public FocalMultilabelClassificationModel copy(ParamMap extra) {
        return copyValues(new FocalMultilabelClassificationModel(uid(), fitted, summary), extra)
                .setParent(parent());
    }

    @Override
    public String toString() {
        return fitted == null
                ? "FocalMultilabelClassificationModel: uid=" + uid() + ", no coefficients"
                : String.format(
                        "FocalMultilabelClassificationModel: uid=%s, numLabels=%d, numFeatures=%d",
                        uid(), numLabels(), numFeatures());
    }

    @Override
    protected void paramsChanged() {
        decision = null;
    }

    private static Dataset<Row> with(Dataset<Row> dataset, String name, Column column) {
        return name.isEmpty() ? dataset : dataset.withColumn(name, column);
    }

    private static <T> Column apply(UDF1<Vector, T> function, Column column, DataType type) {
        return functions.udf(function, type).apply(column);
    }

    private Vector probability(Vector margins) {
        double[] probabilities = new double[margins.size()];
        decision().map().probabilities(margins.toArray(), probabilities);
        return Vectors.dense(probabilities);
    }

    private Vector prediction(Vector probabilities) {
        double[] thresholds = decision().thresholds();
        return Vectors.dense(IntStream.range(0, thresholds.length)
                .mapToDouble(k -> predicted(probabilities.apply(k), thresholds[k]))
                .toArray());
    }

    private static double predicted(double probability, double threshold) {
        if (Double.isNaN(probability)) {
            return Double.NaN;
        }
        return probability > threshold ? 1.0 : 0.0;
    }

    /**
     * Returns the indices of the predicted labels; null if the probabilities are NaN, since an empty set means no
     * label.
     */
    private double @Nullable [] labelSet(Vector probabilities) {
        double[] thresholds = decision().thresholds();
        if (Arrays.stream(probabilities.toArray()).anyMatch(Double::isNaN)) {
            return null;
        }
        return IntStream.range(0, thresholds.length)
                .filter(k -> probabilities.apply(k) > thresholds[k])
                .asDoubleStream()
                .toArray();
    }

    private Decision decision() {
        Decision current = decision;
        if (current == null) {
            current = new Decision(
                    VectorInput.of(getFeaturesCol(), this),
                    ProbabilityMap.of(this, fitted()),
                    FocalMultilabelSetup.thresholds(this, numLabels()));
            decision = current;
        }
        return current;
    }

    FittedModel fitted() {
        return FittedModel.of(this, fitted);
    }
}
