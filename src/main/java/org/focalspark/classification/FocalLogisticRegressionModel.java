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
import org.focalspark.param.FocalClassWeightParams;
import org.focalspark.param.FocalLossFormParams;
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
 * <p>A binomial model has one margin m = coefficients . features + intercept, and its rawPrediction is (-m, m). A
 * multinomial or one-vs-rest model has one margin per class, and its rawPrediction contains these margins.
 * {@link #calibration()} determines how margins become probabilities. The probability of each class is computed
 * directly, not as 1 minus the others, so small probabilities keep their digits. The prediction is class 1 if its
 * probability exceeds the threshold, or the class with the largest probability (divided by its threshold, if thresholds
 * are set). A NaN feature, or a null vector with {@link #handleInvalid()} keep, gives NaN margins, probabilities and
 * prediction.
 *
 * @since 0.1.0
 */
public final class FocalLogisticRegressionModel extends JavaClassificationModel<FocalLogisticRegressionModel>
        implements FocalParams,
                FocalTrainingParams,
                FocalLossParams,
                FocalLossFormParams,
                FocalClassWeightParams,
                FocalScoringSetters<FocalLogisticRegressionModel>,
                SummarizedModel<FocalLogisticRegressionTrainingSummary>,
                MLWritable {
    private static final long serialVersionUID = 1L;

    private final @Nullable FittedModel fitted;
    /** Transient because executors, which score with this model, do not need the training set. */
    private transient volatile @Nullable TrainingSet trainingSet;

    private transient volatile @Nullable Decision decision;

    /** Params for scoring, read once instead of once per row. */
    private record Decision(VectorInput input, MarginScoring scoring) {}

    /** Creates a model without coefficients, like {@link #FocalLogisticRegressionModel(String)}. */
    public FocalLogisticRegressionModel() {
        this(Identifiable.randomUID("focalLogReg"));
    }

    /**
     * Creates a model without coefficients, which throws when it scores. Only Spark Connect's server needs this
     * constructor: it does not load model classes without one. Users fit or load a model.
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
     * @param path folder of the saved model
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
     * @return constant term of the margin; 0 if none was fitted, infinite if only one class had positive weight
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
     * Returns the number of classes: the number that the label column declares, or the largest label plus 1. As in
     * Spark, a model trained on label 0 only has one class. If such a model is binomial, its raw predictions and
     * probabilities still have two entries.
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
     * <p>There is one row per margin and feature; the intercept of a margin comes first. Columns: class (int; class of
     * the margin, 1 for a binomial model), featureIndex (int; null for the intercept), feature (string; "(Intercept)",
     * the name, or "features_3" for a feature without one) and coefficient (double; on the original scale).
     *
     * @return numMargins x (numFeatures + 1) rows
     */
    public Dataset<Row> coefficientsByName() {
        return CoefficientTable.of(fitted().coefficients(), "class", fitted().isBinomial() ? 1 : 0, getFeaturesCol());
    }

    /**
     * Returns the base rates of the training set, by instance weight. {@link #targetPrior()} replaces these base rates.
     *
     * @return length numClasses, adding up to 1
     */
    public Vector classPriors() {
        return Vectors.dense(fitted().priors());
    }

    /**
     * Returns whether this model has a training summary. Loaded models have none.
     *
     * @return true if {@link #summary()} does not throw
     */
    @Override
    public boolean hasSummary() {
        return trainingSet != null;
    }

    /**
     * Returns the training summary: Spark's summary, extended by the facts of the fit. The first call reads the
     * training set. Spark reads it at the end of every fit.
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
     * Returns the training summary of a model with two classes, with its ROC and precision-recall curves.
     *
     * @return summary
     * @throws IllegalStateException if the model has more than two classes
     */
    public FocalBinaryLogisticRegressionTrainingSummary binarySummary() {
        if (summary() instanceof FocalBinaryLogisticRegressionTrainingSummary binary) {
            return binary;
        }
        throw new IllegalStateException(
                "Cannot create a binary summary for a model of " + numClasses() + " classes, use summary instead.");
    }

    /**
     * Evaluates the model on a dataset. Metrics are computed on first use. Rows with label {@link #ignoreLabel()} are
     * left out.
     *
     * @param dataset rows with features and labels, and weights if weightCol is set
     * @return Spark's summary, a binary one for two classes
     */
    public LogisticRegressionSummary evaluate(Dataset<?> dataset) {
        return Summaries.of(this, dataset);
    }

    /**
     * Converts this model to Spark's own class, for tools that support only that class. Coefficients, raw predictions,
     * predictions and column names are the same.
     *
     * <p>Spark's probability is the plain sigmoid or softmax of the margins, as with calibration none. For a binomial
     * model, the threshold on the calibrated probability is converted to a threshold on Spark's probability. For
     * families binomial and multinomial without targetPrior, the probability columns of the two models are equal with
     * calibration none. If the margin is the log-odds (gamma 0, or binomial convexFocal with one gamma), they are also
     * equal with calibration focal, and with posterior if all class weights are equal.
     *
     * @return Spark model with the params of this model
     * @throws IllegalStateException if no Spark model has the same predictions: the calibrated probabilities of several
     *     classes have another order than the margins
     */
    public LogisticRegressionModel toSpark() {
        return new SparkExport(this, fitted()).export();
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

    /** Copies the params that another stage shares with this model to that stage. */
    <S extends Params> S copyTo(S stage) {
        return copyValues(stage, ParamMap.empty());
    }

    /** Returns the scoring of margins with the current params. */
    MarginScoring scoring() {
        return decision().scoring();
    }

    /** Returns a copy of this model with a training summary. */
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
     * Sets one threshold per class, and clears threshold. The class with the largest probability / threshold is
     * predicted.
     *
     * @param value one value per class, each &gt;= 0, at most one of them 0
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
     * Predicts the label of a feature vector.
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
        // Without raw predictions, Spark predicts from the probabilities, but tied classes differ only in their
        // margins.
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
