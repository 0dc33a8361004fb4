package org.focalspark.classification;

import java.nio.file.Path;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.LogisticRegressionSummary;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SizeEstimator;
import org.focalspark.compat.JavaClassificationModel;
import org.focalspark.compat.SummarizedModel;
import org.focalspark.model.CoefficientTable;
import org.focalspark.model.FittedModel;
import org.focalspark.model.FocalModelIO;
import org.focalspark.model.MarginScoring;
import org.focalspark.model.VectorInput;
import org.focalspark.param.Columns;
import org.focalspark.param.FocalLossParams;
import org.focalspark.param.FocalParams;
import org.focalspark.param.FocalParamsSetup;
import org.focalspark.param.FocalScoringSetters;
import org.focalspark.param.FocalTrainingParams;
import org.focalspark.param.Thresholds;
import org.jspecify.annotations.Nullable;

/**
 * Model fitted by {@link FocalLogisticRegression}.
 *
 * <p>A binomial model has one margin m = coefficients . features + intercept, and rawPrediction is (-m, m); a
 * multinomial or one-vs-rest one has a margin per class, which rawPrediction holds. The probabilities follow from the
 * margins by {@link #calibration()}, each class computed by itself, so that none is rounded to 0 or 1 before it must.
 * The prediction follows the probabilities: class 1 where its probability exceeds the threshold, or the class with the
 * largest probability (divided by its threshold, if thresholds are set). Where margins are NaN, since a feature is NaN
 * or a null vector is kept ({@link #handleInvalid()}), so are the probabilities and the prediction.
 *
 * @since 0.1.0
 */
public final class FocalLogisticRegressionModel extends JavaClassificationModel<FocalLogisticRegressionModel>
        implements FocalParams,
                FocalTrainingParams,
                FocalLossParams,
                FocalScoringSetters<FocalLogisticRegressionModel>,
                SummarizedModel<FocalLogisticRegressionTrainingSummary>,
                MLWritable {
    private static final long serialVersionUID = 1L;

    private final @Nullable FittedModel fitted;
    /** Not sent to executors, which score with this model: it holds on to the training set. */
    private transient volatile @Nullable TrainingSet trainingSet;

    private transient volatile @Nullable Decision decision;

    /** What the params say about a margin; params are looked up once, not per row. */
    private record Decision(VectorInput input, MarginScoring scoring) {}

    /** Makes a model without coefficients, as {@link #FocalLogisticRegressionModel(String)} does. */
    public FocalLogisticRegressionModel() {
        this(Identifiable.randomUID("focalLogReg"));
    }

    /**
     * Makes a model without coefficients, which refuses to score. Spark Connect's server loads no class of a model that
     * has no such constructors; everyone else fits a model or loads it.
     *
     * @param uid unique id
     */
    public FocalLogisticRegressionModel(String uid) {
        this(uid, null, null);
    }

    FocalLogisticRegressionModel(String uid, @Nullable FittedModel fitted, @Nullable TrainingSet trainingSet) {
        super(uid);
        this.fitted = fitted;
        this.trainingSet = trainingSet;
        FocalParamsSetup.initialize(this);
    }

    /**
     * Reader of saved models.
     *
     * @return reader
     */
    public static MLReader<FocalLogisticRegressionModel> read() {
        return new FocalModelIO.Reader<>(
                FocalLogisticRegressionModel.class,
                false,
                (uid, fitted) -> new FocalLogisticRegressionModel(uid, fitted, null));
    }

    /**
     * Loads a saved model.
     *
     * @param path folder it was saved to
     * @return the model with its uid and params; it has no summary
     */
    public static FocalLogisticRegressionModel load(String path) {
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
     * Coefficients of a binomial model, on the original scale.
     *
     * <p>Throws a SparkException if the model is not binomial.
     *
     * @return length numFeatures
     */
    public Vector coefficients() {
        return fitted().binomial("matrix of coefficients", "coefficientMatrix").onlyRow();
    }

    /**
     * Intercept of a binomial model.
     *
     * <p>Throws a SparkException if the model is not binomial.
     *
     * @return constant term of the margin; 0 if none was fitted, infinite if only one class carried weight
     */
    public double intercept() {
        return fitted().binomial("vector of intercepts", "interceptVector")
                .intercepts()
                .apply(0);
    }

    /**
     * Coefficients as a matrix with one row per margin.
     *
     * @return 1 x numFeatures for a binomial model, numClasses x numFeatures for a multinomial one
     */
    public Matrix coefficientMatrix() {
        return fitted().coefficients().matrix();
    }

    /**
     * Intercepts, one per margin.
     *
     * @return length 1 for a binomial model, numClasses for a multinomial one
     */
    public Vector interceptVector() {
        return fitted().coefficients().intercepts();
    }

    /**
     * Number of classes: the number that the label column declares, or the largest label plus 1. As in Spark, a model
     * trained on label 0 only has one class; if it is binomial, its raw predictions and probabilities still have two
     * entries.
     *
     * @return &gt;= 1
     */
    @Override
    public int numClasses() {
        return fitted().numClasses();
    }

    @Override
    public int numFeatures() {
        return fitted().coefficients().numFeatures();
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
     * <p>One row per margin and feature, the intercept of a margin first. Columns: class (int; whose margin it is, 1 in a
     * binomial model), featureIndex (int; null for the intercept), feature (string; "(Intercept)", the name, or
     * "features_3" for a feature without one) and coefficient (double; on the original scale).
     *
     * @return numMargins x (numFeatures + 1) rows
     */
    public Dataset<Row> coefficientsByName() {
        return CoefficientTable.of(fitted().coefficients(), "class", fitted().isBinomial() ? 1 : 0, getFeaturesCol());
    }

    /**
     * Base rates of the training data, by instance weight: what {@link #targetPrior()} is measured against.
     *
     * @return length numClasses, adding up to 1
     */
    public Vector classPriors() {
        return Vectors.dense(fitted().priors());
    }

    /**
     * Whether this model knows how its fit went: false after loading.
     *
     * @return whether {@link #summary()} works
     */
    @Override
    public boolean hasSummary() {
        return trainingSet != null;
    }

    /**
     * How the fit went, and how the model does on its training set: Spark's summary and more. The first call reads the
     * training set, which Spark does at the end of every fit.
     *
     * <p>Throws a SparkException if the model was loaded, since summaries are not saved.
     *
     * @return summary
     */
    @Override
    public FocalLogisticRegressionTrainingSummary summary() {
        return Summaries.orMissing(trainingSet, uid()).summary();
    }

    @Override
    public void saveSummary(String path) {
        FitFacts.write(Summaries.orMissing(trainingSet, uid()).facts(), Path.of(path));
    }

    @Override
    public void loadSummary(String path, Dataset<Row> dataset) {
        trainingSet = new TrainingSet(this, dataset, FitFacts.read(Path.of(path)));
    }

    /**
     * The summary of a model of two classes, with its curves.
     *
     * @return summary
     * @throws IllegalStateException if the model has more classes
     */
    public FocalBinaryLogisticRegressionTrainingSummary binarySummary() {
        if (summary() instanceof FocalBinaryLogisticRegressionTrainingSummary binary) {
            return binary;
        }
        throw new IllegalStateException(
                "Cannot create a binary summary for a model of " + numClasses() + " classes, use summary instead.");
    }

    /**
     * How the model does on a dataset. Metrics are computed when they are asked for; rows of {@link #ignoreLabel()} do
     * not count.
     *
     * @param dataset rows with features and labels, and weights if weightCol is set
     * @return Spark's summary, a binary one for two classes
     */
    public LogisticRegressionSummary evaluate(Dataset<?> dataset) {
        return Summaries.of(this, dataset);
    }

    /**
     * This model as Spark's own, for tools that know no other: the same coefficients, raw predictions, decisions and
     * columns.
     *
     * <p>The threshold on the calibrated probability is carried into a threshold on Spark's, which is the bare sigmoid
     * of the margin. So the probability column is this model's only where the margin is the log-odds: gamma 0, or loss
     * convexFocal with one gamma, and calibration none or focal (posterior too if the classes weigh alike). Elsewhere
     * it is what calibration none gives.
     *
     * @return model of Spark's with the params of this one
     * @throws IllegalStateException if no model of Spark's decides as this one does: several classes whose calibrated
     *     probabilities do not rank as the margins do
     */
    public LogisticRegressionModel toSpark() {
        return new SparkExport(this, fitted()).export();
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

    /** Gives another stage the params that it shares with this one. */
    <S extends Params> S copyTo(S stage) {
        return copyValues(stage, ParamMap.empty());
    }

    /** What this model says of margins. */
    MarginScoring scoring() {
        return decision().scoring();
    }

    /** This model with a summary of the set it was trained on. */
    FocalLogisticRegressionModel withSummary(Dataset<?> dataset, FocalTrainingSummary facts) {
        FocalLogisticRegressionModel model =
                new FocalLogisticRegressionModel(uid(), fitted, new TrainingSet(this, dataset, facts));
        return copyValues(model, ParamMap.empty()).setParent(parent());
    }

    /**
     * Sets the probability of class 1 above which class 1 is predicted, and clears thresholds.
     *
     * @param value in [0, 1]
     * @return this
     */
    public FocalLogisticRegressionModel setThreshold(double value) {
        clear(thresholds());
        return (FocalLogisticRegressionModel) set(threshold(), value);
    }

    /**
     * Sets one threshold per class, and clears threshold: the class with the largest probability / threshold wins.
     *
     * @param value two values &gt;= 0, at most one of them 0
     * @return this
     */
    @Override
    public FocalLogisticRegressionModel setThresholds(double[] value) {
        clear(threshold());
        return (FocalLogisticRegressionModel) set(thresholds(), value);
    }

    @Override
    public double[] getThresholds() {
        return Thresholds.thresholds(this);
    }

    /**
     * Label that the model predicts for a vector.
     *
     * @param features length numFeatures
     * @return class index
     */
    @Override
    public double predict(Vector features) {
        return raw2prediction(predictRaw(features));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        if (fitted().isBinomial()) {
            Thresholds.checkConsistent(this);
        }
        decision();
        Columns.requirePlain(this, "featuresCol", "rawPredictionCol", "probabilityCol");
        Columns.requireFeatures(schema, getFeaturesCol());
        StructType output = super.transformSchema(schema);
        return numClasses() == decision().scoring().numClasses()
                ? output
                : VectorSizes.in(output, decision().scoring().numClasses(), getRawPredictionCol(), getProbabilityCol());
    }

    /**
     * Adds the columns of raw predictions, probabilities and predictions whose names are not empty.
     *
     * @param dataset rows with features
     * @return the rows with these columns
     * @throws IllegalArgumentException if a column is missing or of another type
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        boolean ofProbabilities =
                getRawPredictionCol().isEmpty() && !getProbabilityCol().isEmpty();
        if (!ofProbabilities || getPredictionCol().isEmpty() || fitted().isBinomial()) {
            return super.transform(dataset);
        }
        // Spark predicts from the probabilities. Where they tie, only the margins tell the classes apart.
        String raw = Identifiable.randomUID("margins");
        return copy(new ParamMap().put(rawPredictionCol().w(raw)))
                .transform(dataset)
                .drop(raw);
    }

    @Override
    public Vector predictRaw(Vector features) {
        double[] margins = fitted().coefficients().margins(features, decision().input());
        return Vectors.dense(decision().scoring().raw(margins));
    }

    @Override
    public Vector raw2probabilityInPlace(Vector rawPrediction) {
        decision().scoring().toProbabilities(((DenseVector) rawPrediction).values());
        return rawPrediction;
    }

    @Override
    public double raw2prediction(Vector rawPrediction) {
        return decision()
                .scoring()
                .prediction(
                        rawPrediction.toArray(), raw2probability(rawPrediction).toArray());
    }

    @Override
    public double probability2prediction(Vector probability) {
        return decision().scoring().prediction(probability.toArray(), probability.toArray());
    }

    @Override
    public FocalLogisticRegressionModel copy(ParamMap extra) {
        return copyValues(new FocalLogisticRegressionModel(uid(), fitted, trainingSet), extra)
                .setParent(parent());
    }

    @Override
    public String toString() {
        return fitted == null
                ? "FocalLogisticRegressionModel: uid=" + uid() + ", no coefficients"
                : String.format(
                        "FocalLogisticRegressionModel: uid=%s, numClasses=%d, numFeatures=%d",
                        uid(), numClasses(), numFeatures());
    }

    @Override
    protected void paramsChanged() {
        decision = null;
    }

    private Decision decision() {
        Decision current = decision;
        if (current == null) {
            current = new Decision(VectorInput.of(getFeaturesCol(), this), MarginScoring.of(this, fitted()));
            decision = current;
        }
        return current;
    }

    FittedModel fitted() {
        return FittedModel.of(this, fitted);
    }
}
