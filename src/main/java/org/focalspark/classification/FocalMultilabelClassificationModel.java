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
 * <p>Every label has its margin, coefficients . features + intercept, its probability, calibrated by itself, and is
 * predicted where that exceeds its threshold. rawPrediction, probability and prediction are vectors with an entry per
 * label; predictedLabels are the indices of the labels that are predicted. Where margins are NaN, since a feature is
 * NaN or a null vector is kept ({@link #handleInvalid()}), so are probabilities and predictions, and predictedLabels is
 * null.
 *
 * @since 0.1.0
 */
public final class FocalMultilabelClassificationModel extends JavaModel<FocalMultilabelClassificationModel>
        implements FocalMultilabelParams,
                FocalTrainingParams,
                FocalLossParams,
                FocalMultilabelSetters<FocalMultilabelClassificationModel>,
                FocalScoringSetters<FocalMultilabelClassificationModel>,
                SummarizedModel<FocalTrainingSummary>,
                MLWritable {
    private static final long serialVersionUID = 1L;

    private final @Nullable FittedModel fitted;
    private volatile @Nullable FocalTrainingSummary summary;
    private transient volatile @Nullable Decision decision;

    /** What the params say about margins; params are looked up once, not per row. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    private record Decision(VectorInput input, ProbabilityMap map, double[] thresholds) {}

    /** Makes a model without coefficients, as {@link #FocalMultilabelClassificationModel(String)} does. */
    public FocalMultilabelClassificationModel() {
        this(Identifiable.randomUID("focalMultilabel"));
    }

    /**
     * Makes a model without coefficients, which refuses to score. Spark Connect's server loads no class of a model that
     * has no such constructors; everyone else fits a model or loads it.
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
     * @param path folder it was saved to
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
     * @return one per label; 0 if none was fitted, infinite where all rows agreed on the label
     */
    public Vector interceptVector() {
        return fitted().coefficients().intercepts();
    }

    /**
     * What the features are called, if the features column of the training set told by ML attributes, as that of
     * VectorAssembler does. Saved with the model, but left out of its Java serialization, which sends models to scoring
     * tasks.
     *
     * @return length numFeatures, or empty
     */
    public String[] featureNames() {
        return fitted().coefficients().featureNames();
    }

    /**
     * Coefficients and intercepts by name, as a DataFrame of the session that is active.
     *
     * <p>One row per label and feature, the intercept of a label first. Columns: label (int; its index), featureIndex
     * (int; null for the intercept), feature (string; "(Intercept)", the name, or "features_3" for a feature without
     * one) and coefficient (double; on the original scale).
     *
     * @return numLabels x (numFeatures + 1) rows
     */
    public Dataset<Row> coefficientsByName() {
        return CoefficientTable.of(fitted().coefficients(), "label", 0, getFeaturesCol());
    }

    /**
     * Base rates of the training data, by instance weight: what {@link #targetPrior()} is measured against.
     *
     * @return share of each label in the rows where it is known
     */
    public Vector labelPriors() {
        return Vectors.dense(fitted().priors());
    }

    /**
     * Number of labels.
     *
     * @return length of all vectors that the model makes
     */
    public int numLabels() {
        return fitted().coefficients().numMargins();
    }

    /**
     * Number of features.
     *
     * @return length of the vectors that the model takes
     */
    public int numFeatures() {
        return fitted().coefficients().numFeatures();
    }

    /**
     * Whether this model knows how its fit went: false after loading.
     *
     * @return whether {@link #summary()} works
     */
    @Override
    public boolean hasSummary() {
        return summary != null;
    }

    /**
     * How the fit went.
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

    /** Reads the file alone: this summary has nothing of the training set. */
    @Override
    public void loadSummary(String path, Dataset<Row> dataset) {
        summary = FitFacts.read(Path.of(path));
    }

    /**
     * Memory that this model needs. Spark Connect's server counts it for its cache of models, from Spark 4.1 on.
     *
     * @return bytes, without the summary
     */
    @SuppressWarnings("MissingOverride") // Spark 3.5 and 4.0 have no such method
    public long estimatedSize() {
        return SizeEstimator.estimate(extractParamMap())
                + fitted().coefficients().estimatedSize();
    }

    /**
     * Margins of a vector.
     *
     * @param features length numFeatures
     * @return one per label
     */
    public Vector predictRaw(Vector features) {
        return Vectors.dense(
                fitted().coefficients().margins(features, decision().input()));
    }

    /**
     * Probabilities of the labels of a vector.
     *
     * @param features length numFeatures
     * @return one per label, each by itself
     */
    public Vector predictProbability(Vector features) {
        return probability(predictRaw(features));
    }

    /**
     * Labels that the model predicts for a vector.
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
     * Adds margins, probabilities, predictions and the indices of the predicted labels, each where its column has a
     * name.
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

    /** Null, and not an empty set, where it is not known which labels there are. */
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
