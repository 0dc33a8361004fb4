package org.focalspark.classification;

import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SizeEstimator;
import org.focalspark.compat.FitInstrumentation;
import org.focalspark.compat.JavaEstimator;
import org.focalspark.compat.ModelMetadata;
import org.focalspark.loss.LabelSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.model.Coefficients;
import org.focalspark.model.FeatureNames;
import org.focalspark.model.FittedModel;
import org.focalspark.param.FocalClassWeightParams;
import org.focalspark.param.FocalLossFormParams;
import org.focalspark.param.FocalLossParams;
import org.focalspark.param.FocalLossSetters;
import org.focalspark.param.FocalMultilabelParams;
import org.focalspark.param.FocalMultilabelSetters;
import org.focalspark.param.FocalMultilabelSetup;
import org.focalspark.param.FocalScoringSetters;
import org.focalspark.param.FocalTrainingParams;
import org.focalspark.param.FocalTrainingSetters;
import org.focalspark.param.LossForms;
import org.focalspark.saving.ReplacingWriter;
import org.focalspark.saving.SavedStage;
import org.focalspark.training.TrainingResult;
import org.focalspark.training.TrainingSpec;
import org.focalspark.training.input.InputColumns;
import org.focalspark.training.input.InputShape;
import scala.collection.Seq;

/**
 * Multilabel logistic regression with focal loss, for labels that do not exclude each other, such as document tags.
 *
 * <pre>
 *   minimize  sum over labels k of b_k (sum_i w_i a_ik L(z_ik) / sum_i w_i a_ik) + penalty
 *   z_ik = margin of row i for label k if it has the label, else -margin
 * </pre>
 *
 * <p>The sums of label k leave out the rows where it is unknown. The penalty is that of {@link
 * FocalLogisticRegression}.
 *
 * <p>The label column contains vectors or arrays with a 1 or 0 for each label. NaN, or null in an array, means unknown.
 * b_k are the {@link #classWeights()}, a_ik follows from {@link #alpha()} or {@link #alphas()}, and L from {@link
 * #loss()} and the gammas. The solution is that of one {@link FocalLogisticRegression} per label, fitted on the rows
 * where the label is known, with the feature means and deviations of all rows. One evaluation of the objective reads
 * the rows once for all labels.
 *
 * <p>For the asymmetric loss of Ridnik et al. 2021, set {@link #gammaNegative()} larger than {@link #gammaPositive()}.
 *
 * @see <a href="https://arxiv.org/abs/2009.14119">Asymmetric Loss For Multi-Label Classification</a>, eq. 4
 * @since 0.1.0
 */
public final class FocalMultilabelClassifier
        extends JavaEstimator<FocalMultilabelClassifier, FocalMultilabelClassificationModel>
        implements FocalMultilabelParams,
                FocalTrainingParams,
                FocalLossParams,
                FocalLossFormParams,
                FocalClassWeightParams,
                FocalMultilabelSetters<FocalMultilabelClassifier>,
                FocalTrainingSetters<FocalMultilabelClassifier>,
                FocalTrainingParams.Setters<FocalMultilabelClassifier>,
                FocalLossSetters<FocalMultilabelClassifier>,
                FocalLossParams.Setters<FocalMultilabelClassifier>,
                FocalLossFormParams.Setters<FocalMultilabelClassifier>,
                FocalClassWeightParams.Setters<FocalMultilabelClassifier>,
                FocalScoringSetters<FocalMultilabelClassifier>,
                DefaultParamsWritable,
                MLWritable {
    private static final long serialVersionUID = 1L;

    /** Creates an estimator with default params and a random uid. */
    public FocalMultilabelClassifier() {
        this(Identifiable.randomUID("focalMultilabel"));
    }

    /**
     * Creates an estimator with default params.
     *
     * @param uid unique id of the stage
     */
    public FocalMultilabelClassifier(String uid) {
        super(uid);
        FocalMultilabelSetup.initialize(this);
    }

    /**
     * Reader of saved estimators.
     *
     * @return reader
     */
    public static MLReader<FocalMultilabelClassifier> read() {
        return new SavedStage.Reader<>(FocalMultilabelClassifier.class, FocalMultilabelClassifier::new);
    }

    /**
     * Loads a saved estimator.
     *
     * @param path folder it was saved to
     * @return the estimator with its uid and params
     */
    public static FocalMultilabelClassifier load(String path) {
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
     * Converts labels to the form of Spark's MultilabelClassificationEvaluator, which does not support vectors of 0 and
     * 1.
     *
     * @param labels column of vectors or arrays of 0, 1 and NaN
     * @return arrays with the indices of the labels that are 1, in ascending order
     */
    public static Column labelSet(Column labels) {
        UDF1<Object, double[]> indices = value -> value == null ? null : indicesOfOnes(value);
        return functions
                .udf(indices, DataTypes.createArrayType(DataTypes.DoubleType, false))
                .apply(labels);
    }

    private static double[] indicesOfOnes(Object value) {
        double[] labels = value instanceof Vector vector ? vector.toArray() : numbers((Seq<?>) value);
        return IntStream.range(0, labels.length)
                .filter(k -> labels[k] == 1.0)
                .asDoubleStream()
                .toArray();
    }

    /** Reads by index: every converter to a Java list that Scala 2.12 and 2.13 share is deprecated. */
    private static double[] numbers(Seq<?> labels) {
        return IntStream.range(0, labels.size())
                .mapToDouble(k -> labels.apply(k) instanceof Number number ? number.doubleValue() : Double.NaN)
                .toArray();
    }

    @Override
    public StructType transformSchema(StructType schema) {
        LossPlan.ofLabels(this).check();
        FocalMultilabelSetup.checkInput(this, schema);
        return FocalMultilabelSetup.outputSchema(this, schema);
    }

    /**
     * Fits a model.
     *
     * @param dataset rows with labels and features
     * @return model of all labels
     * @throws IllegalArgumentException if the training set is invalid; the message names the column, the rule, an
     *     example and the fix
     */
    @Override
    public FocalMultilabelClassificationModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return FitInstrumentation.of(this, log -> plan(dataset, log).fit(dataset, log));
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
    public scala.collection.immutable.Seq<FocalMultilabelClassificationModel> fit(
            Dataset<?> dataset, scala.collection.immutable.Seq<ParamMap> paramMaps) {
        return FitPlan.fitAll(this, dataset, paramMaps, (map, log) -> copy(map).wholePlan(dataset, log));
    }

    /**
     * Fits one model per param map, like {@link #fit(Dataset, scala.collection.immutable.Seq)}, which takes immutable
     * sequences.
     *
     * @param dataset rows with labels and features
     * @param paramMaps params of each model
     * @return models in the order of the maps
     */
    @SuppressWarnings("MissingOverride") // Spark's of Scala 2.12; an overload with 2.13
    public Seq<FocalMultilabelClassificationModel> fit(Dataset<?> dataset, Seq<ParamMap> paramMaps) {
        return FitPlan.fitAll(this, dataset, paramMaps, (map, log) -> copy(map).wholePlan(dataset, log));
    }

    private FitPlan<FocalMultilabelClassificationModel> wholePlan(Dataset<?> dataset, FitInstrumentation log) {
        transformSchema(dataset.schema());
        return plan(dataset, log);
    }

    /** Creates the plan of a fit from the params. */
    FitPlan<FocalMultilabelClassificationModel> plan(Dataset<?> dataset, FitInstrumentation log) {
        LossPlan losses = LossPlan.ofLabels(this);
        TrainingSpec spec = new TrainingSpec(
                uid(),
                columns(),
                0,
                sums -> loss(losses, sums, log),
                losses.givenClassWeights(),
                TrainingParams.model(this),
                TrainingParams.solving(this),
                TrainingParams.execution(this));
        return new FitPlan<>(spec, result -> model(dataset, result));
    }

    private FocalMultilabelClassificationModel model(Dataset<?> dataset, TrainingResult result) {
        FittedModel fitted = FittedModel.of(
                result, LossForms.of(this), FeatureNames.of(dataset.schema(), getFeaturesCol(), result.numFeatures()));
        FocalMultilabelClassificationModel model =
                new FocalMultilabelClassificationModel(uid(), fitted, FitFacts.of(result));
        return copyValues(model.setParent(this), ParamMap.empty());
    }

    /**
     * Returns an upper bound of the memory of the model to be fitted, without the headers of a few objects. Spark
     * Connect's server calls this before training since Spark 4.1.
     *
     * @param dataset training set; one row is read
     * @return bytes, without the summary
     */
    @SuppressWarnings("MissingOverride") // Spark 3.5 and 4.0 have no such method
    public long estimateModelSize(Dataset<?> dataset) {
        transformSchema(dataset.schema()); // rejects columns of a wrong type, which would be misread
        InputShape shape = InputShape.ofLabels(dataset, columns());
        return SizeEstimator.estimate(extractParamMap())
                + Coefficients.denseSize(
                        shape.numClasses(),
                        shape.numFeatures(),
                        FeatureNames.of(dataset.schema(), getFeaturesCol(), shape.numFeatures()));
    }

    private InputColumns columns() {
        return TrainingParams.columns(this, getLabelCol(), getFeaturesCol(), true);
    }

    /** Overridden only to narrow the return type, which Spark's tools read. */
    @Override
    public FocalMultilabelClassifier copy(ParamMap extra) {
        return super.copy(extra);
    }

    private MarginLoss loss(LossPlan losses, LabelSums sums, FitInstrumentation log) {
        log.labels(sums.positive(), sums.total());
        FocalMultilabelSetup.thresholds(this, sums.size()); // throws before the fit instead of after it
        return losses.loss(sums);
    }
}
