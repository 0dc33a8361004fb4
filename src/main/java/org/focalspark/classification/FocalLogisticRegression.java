package org.focalspark.classification;

import java.util.Optional;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SizeEstimator;
import org.focalspark.compat.FitInstrumentation;
import org.focalspark.compat.JavaClassifier;
import org.focalspark.compat.LabelMetadata;
import org.focalspark.compat.ModelMetadata;
import org.focalspark.loss.LabelSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.model.Coefficients;
import org.focalspark.model.FeatureNames;
import org.focalspark.model.FittedModel;
import org.focalspark.param.Columns;
import org.focalspark.param.FocalClassWeightParams;
import org.focalspark.param.FocalLossFormParams;
import org.focalspark.param.FocalLossParams;
import org.focalspark.param.FocalLossSetters;
import org.focalspark.param.FocalParams;
import org.focalspark.param.FocalParamsSetup;
import org.focalspark.param.FocalScoringSetters;
import org.focalspark.param.FocalTrainingParams;
import org.focalspark.param.FocalTrainingSetters;
import org.focalspark.param.LossForms;
import org.focalspark.param.Thresholds;
import org.focalspark.saving.ReplacingWriter;
import org.focalspark.saving.SavedStage;
import org.focalspark.training.TrainingResult;
import org.focalspark.training.TrainingSpec;
import org.focalspark.training.input.InputColumns;
import org.focalspark.training.input.InputShape;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;

/**
 * Logistic regression with focal loss, for rare classes. A drop-in replacement for Spark's LogisticRegression.
 *
 * <pre>
 *   minimize  sum_i w_i a_i (1 - p_i)^gamma (-log p_i) / sum_i w_i a_i + penalty
 *   penalty = regParam ((1 - elasticNetParam) / 2 ||coefficients||_2^2 + elasticNetParam ||coefficients||_1)
 * </pre>
 *
 * <p>p_i is the uncalibrated probability of the label of row i, w_i the instance weight, and a_i the class weight
 * (alpha or 1 - alpha, classWeights, or 1). The family determines p_i: the sigmoid of one margin for two classes, or
 * the softmax of one margin per class for more. The objective of ovr is the sum of one binary objective per class
 * against the rest, each divided by its own sum of weights. The label column contains class indices 0.0, 1.0, ..., and
 * the features column contains vectors of one size. With gamma = 0 and no other option of the loss, the objective, the
 * starting point and the coefficients are those of Spark's LogisticRegression.
 *
 * <p>The objective is not convex for gamma &gt; 0; {@link FocalTrainingSummary#nonConvexShare()} is 0 if it is convex
 * around the solution. Probabilities are calibrated, see {@link #calibration()}.
 *
 * @see <a href="https://arxiv.org/abs/1708.02002">Focal Loss for Dense Object Detection</a>, eq. 4 and 5
 * @since 0.1.0
 */
public final class FocalLogisticRegression extends JavaClassifier<FocalLogisticRegression, FocalLogisticRegressionModel>
        implements FocalParams,
                FocalTrainingParams,
                FocalLossParams,
                FocalLossFormParams,
                FocalClassWeightParams,
                FocalTrainingSetters<FocalLogisticRegression>,
                FocalTrainingParams.Setters<FocalLogisticRegression>,
                FocalLossSetters<FocalLogisticRegression>,
                FocalLossParams.Setters<FocalLogisticRegression>,
                FocalLossFormParams.Setters<FocalLogisticRegression>,
                FocalClassWeightParams.Setters<FocalLogisticRegression>,
                FocalScoringSetters<FocalLogisticRegression>,
                DefaultParamsWritable,
                MLWritable {
    private static final long serialVersionUID = 1L;

    private TrainingSpec.@Nullable InitialModel initialModel;

    /** Creates an estimator with default params and a random uid. */
    public FocalLogisticRegression() {
        this(Identifiable.randomUID("focalLogReg"));
    }

    /**
     * Creates an estimator with default params.
     *
     * @param uid unique id of the stage
     */
    public FocalLogisticRegression(String uid) {
        super(uid);
        FocalParamsSetup.initialize(this);
    }

    /**
     * Reader of saved estimators.
     *
     * @return reader
     */
    public static MLReader<FocalLogisticRegression> read() {
        return new SavedStage.Reader<>(FocalLogisticRegression.class, FocalLogisticRegression::new);
    }

    /**
     * Loads a saved estimator.
     *
     * @param path folder it was saved to
     * @return the estimator with its uid and params
     */
    public static FocalLogisticRegression load(String path) {
        return read().load(path);
    }

    /**
     * Writer of this estimator.
     *
     * @return writer
     */
    @Override
    public MLWriter write() {
        return new ReplacingWriter(getClass(), ModelMetadata.paramsWriter(this));
    }

    /**
     * Sets the label distribution.
     *
     * @param value auto, binomial, multinomial or ovr, default auto
     * @return this
     */
    public FocalLogisticRegression setFamily(String value) {
        return (FocalLogisticRegression) set(family(), value);
    }

    /**
     * Sets the lower bounds of the coefficients.
     *
     * @param value one row per margin, one column per feature; unset by default; see
     *     {@link #lowerBoundsOnCoefficients()}
     * @return this
     */
    public FocalLogisticRegression setLowerBoundsOnCoefficients(Matrix value) {
        return (FocalLogisticRegression) set(lowerBoundsOnCoefficients(), value);
    }

    /**
     * Sets the lower bounds of the intercepts.
     *
     * @param value one entry per margin; unset by default; see {@link #lowerBoundsOnIntercepts()}
     * @return this
     */
    public FocalLogisticRegression setLowerBoundsOnIntercepts(Vector value) {
        return (FocalLogisticRegression) set(lowerBoundsOnIntercepts(), value);
    }

    /**
     * Sets the upper bounds of the coefficients.
     *
     * @param value one row per margin, one column per feature; unset by default; see
     *     {@link #upperBoundsOnCoefficients()}
     * @return this
     */
    public FocalLogisticRegression setUpperBoundsOnCoefficients(Matrix value) {
        return (FocalLogisticRegression) set(upperBoundsOnCoefficients(), value);
    }

    /**
     * Sets the upper bounds of the intercepts.
     *
     * @param value one entry per margin; unset by default; see {@link #upperBoundsOnIntercepts()}
     * @return this
     */
    public FocalLogisticRegression setUpperBoundsOnIntercepts(Vector value) {
        return (FocalLogisticRegression) set(upperBoundsOnIntercepts(), value);
    }

    /**
     * Sets the folder of a saved model whose coefficients are the starting point of the fit.
     *
     * @param value folder of a FocalLogisticRegressionModel or of Spark's LogisticRegressionModel; unset by default
     * @return this
     */
    public FocalLogisticRegression setInitialModelPath(String value) {
        return (FocalLogisticRegression) set(initialModelPath(), value);
    }

    /**
     * Sets a model whose coefficients are the starting point of the fit. Copies of this estimator keep it, but it is
     * not saved.
     *
     * @param model model with the same features and classes; a model of another shape is ignored with a warning
     * @return this
     */
    public FocalLogisticRegression setInitialModel(FocalLogisticRegressionModel model) {
        initialModel = InitialModels.of(model);
        return this;
    }

    /**
     * Sets a Spark model whose coefficients are the starting point of the fit. Copies of this estimator keep it, but it
     * is not saved.
     *
     * @param model model with the same features and classes; a model of another shape is ignored with a warning
     * @return this
     */
    public FocalLogisticRegression setInitialModel(LogisticRegressionModel model) {
        initialModel = InitialModels.of(model);
        return this;
    }

    /**
     * Sets the probability of class 1 above which class 1 is predicted, and clears thresholds.
     *
     * @param value in [0, 1], default 0.5
     * @return this
     */
    public FocalLogisticRegression setThreshold(double value) {
        clear(thresholds());
        return (FocalLogisticRegression) set(threshold(), value);
    }

    /**
     * Sets one threshold per class, and clears threshold. The class with the largest probability / threshold is
     * predicted.
     *
     * @param value one value per class, each &gt;= 0, at most one of them 0
     * @return this
     */
    @Override
    public FocalLogisticRegression setThresholds(double[] value) {
        clear(threshold());
        return (FocalLogisticRegression) set(thresholds(), value);
    }

    @Override
    public double[] getThresholds() {
        return Thresholds.thresholds(this);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        Thresholds.checkConsistent(this);
        LossPlan.of(this).check();
        BoundParams.check(this);
        Columns.requirePlain(this, "labelCol", "featuresCol", "weightCol", "rawPredictionCol", "probabilityCol");
        Columns.requireFeatures(schema, getFeaturesCol());
        Columns.requireNumberAsSpark(schema, getLabelCol());
        if (isDefined(weightCol()) && !getWeightCol().isEmpty()) {
            Columns.requireNumberAsSpark(schema, getWeightCol());
        }
        return super.transformSchema(schema);
    }

    @Override
    public FocalLogisticRegressionModel train(Dataset<?> dataset) {
        return FitInstrumentation.of(this, log -> train(dataset, log));
    }

    private FocalLogisticRegressionModel train(Dataset<?> dataset, FitInstrumentation log) {
        return summarized(plan(dataset, log), dataset).fit(dataset, log);
    }

    /** Creates the plan of a fit from the params. The models of the plan have no summary. */
    FitPlan<FocalLogisticRegressionModel> plan(Dataset<?> dataset, FitInstrumentation log) {
        LossPlan losses = LossPlan.of(this);
        TrainingSpec spec = new TrainingSpec(
                uid(),
                columns(),
                declaredClasses(dataset),
                sums -> loss(losses, sums, log),
                losses.givenClassWeights(),
                linearModel(dataset.sparkSession()),
                TrainingParams.solving(this),
                TrainingParams.execution(this));
        return new FitPlan<>(spec, result -> model(dataset, result));
    }

    private FocalLogisticRegressionModel model(Dataset<?> dataset, TrainingResult result) {
        FittedModel fitted = FittedModel.of(
                result, LossForms.of(this), FeatureNames.of(dataset.schema(), getFeaturesCol(), result.numFeatures()));
        return copyValues(new FocalLogisticRegressionModel(uid(), fitted, null), ParamMap.empty())
                .setParent(this);
    }

    private static FitPlan<FocalLogisticRegressionModel> summarized(
            FitPlan<FocalLogisticRegressionModel> plan, Dataset<?> dataset) {
        return new FitPlan<>(
                plan.spec(), result -> plan.model().apply(result).withSummary(dataset, FitFacts.of(result)));
    }

    /**
     * Fits one model per param map. Maps with the same label, features, weight and block params are fitted together, so
     * their rows are read and cached once. The models equal those of separate fits.
     *
     * @param dataset rows with labels and features
     * @param paramMaps params of each model
     * @return models in the order of the maps
     * @throws IllegalArgumentException if a param map is invalid or its fit fails; the message names the map, and all
     *     other maps are fitted first
     */
    @SuppressWarnings("MissingOverride") // Spark's of Scala 2.13; an overload with 2.12
    public Seq<FocalLogisticRegressionModel> fit(Dataset<?> dataset, Seq<ParamMap> paramMaps) {
        return FitPlan.fitAll(this, dataset, paramMaps, (map, log) -> copy(map).wholePlan(dataset, log));
    }

    /**
     * Fits one model per param map, like {@link #fit(Dataset, Seq)}, which takes immutable sequences.
     *
     * @param dataset rows with labels and features
     * @param paramMaps params of each model
     * @return models in the order of the maps
     */
    @SuppressWarnings("MissingOverride") // Spark's of Scala 2.12; an overload with 2.13
    public scala.collection.Seq<FocalLogisticRegressionModel> fit(
            Dataset<?> dataset, scala.collection.Seq<ParamMap> paramMaps) {
        return FitPlan.fitAll(this, dataset, paramMaps, (map, log) -> copy(map).wholePlan(dataset, log));
    }

    /**
     * Checks the schema and casts the label to double, as Spark's Predictor does before train. The summary has the cast
     * label.
     */
    private FitPlan<FocalLogisticRegressionModel> wholePlan(Dataset<?> dataset, FitInstrumentation log) {
        transformSchema(dataset.schema());
        Metadata label = dataset.schema().apply(getLabelCol()).metadata();
        Dataset<Row> cast =
                dataset.withColumn(getLabelCol(), Columns.named(getLabelCol()).cast("double"), label);
        return summarized(plan(dataset, log), cast);
    }

    /**
     * Returns an upper bound of the memory of the model to be fitted, without the headers of a few objects. Spark
     * Connect's server calls this before training since Spark 4.1.
     *
     * @param dataset training set; its labels are read only if the label column does not declare the number of classes
     * @return bytes, without the summary
     */
    @SuppressWarnings("MissingOverride") // Spark 3.5 and 4.0 have no such method
    public long estimateModelSize(Dataset<?> dataset) {
        transformSchema(dataset.schema()); // rejects columns of a wrong type, which would be misread
        InputShape shape = InputShape.of(dataset, columns(), declaredClasses(dataset));
        return SizeEstimator.estimate(extractParamMap())
                + Coefficients.denseSize(
                        LossPlan.of(this).numMargins(shape.numClasses()),
                        shape.numFeatures(),
                        FeatureNames.of(dataset.schema(), getFeaturesCol(), shape.numFeatures()));
    }

    private InputColumns columns() {
        return TrainingParams.columns(this, getLabelCol(), getFeaturesCol(), false);
    }

    private int declaredClasses(Dataset<?> dataset) {
        return LabelMetadata.declaredClasses(dataset.schema().apply(getLabelCol()));
    }

    private TrainingSpec.LinearModel linearModel(SparkSession spark) {
        Optional<TrainingSpec.InitialModel> initial = Optional.ofNullable(initialModel);
        if (initial.isEmpty() && isSet(initialModelPath())) {
            initial = Optional.of(InitialModels.load(getInitialModelPath(), spark));
        }
        return new TrainingSpec.LinearModel(
                getFitIntercept(), TrainingParams.penalty(this), BoundParams.of(this), initial);
    }

    @Override
    public FocalLogisticRegression copy(ParamMap extra) {
        FocalLogisticRegression copy = super.copy(extra);
        copy.initialModel = initialModel;
        return copy;
    }

    private MarginLoss loss(LossPlan losses, LabelSums sums, FitInstrumentation log) {
        log.classes(sums.positive());
        MarginLoss loss = losses.loss(sums);
        // A binary loss has two classes, but a model trained on label 0 only has one.
        int numClasses =
                loss.numColumns() == 1 ? sums.size() : loss.calibration().numClasses();
        if (isSet(thresholds()) && getThresholds().length != numClasses) {
            throw new IllegalArgumentException(String.format(
                    "thresholds must hold one value for each of %d classes, but has %d.",
                    numClasses, getThresholds().length));
        }
        return loss;
    }
}
