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
 * Logistic regression on the focal loss for labels that do not exclude each other, such as the tags of a document.
 *
 * <pre>
 *   minimize  sum over labels k of b_k (sum_i w_i a_ik L(z_ik) / sum_i w_i a_ik) + penalty
 *   z_ik = margin of row i for label k if it has the label, else -margin
 * </pre>
 *
 * <p>Rows whose label k is unknown are left out of the sums of k; the penalty is that of {@link
 * FocalLogisticRegression}.
 *
 * <p>The label column holds a vector or an array of numbers with a 1 or 0 for each label, NaN (in an array also null)
 * where it is unknown. All labels are fitted in one pass over the data, and the fit is that of one
 * {@link FocalLogisticRegression} per label on the rows where it is known, with means and deviations of all rows: b_k
 * are the {@link #classWeights()}, a_ik follows from {@link #alpha()} or {@link #alphas()}, L from {@link #loss()} and
 * the gammas.
 *
 * <p>The asymmetric loss of Ridnik et al. 2021 is {@link #gammaNegative()} above {@link #gammaPositive()}.
 *
 * @see <a href="https://arxiv.org/abs/2009.14119">Asymmetric Loss For Multi-Label Classification</a>, eq. 4
 * @since 0.1.0
 */
public final class FocalMultilabelClassifier
        extends JavaEstimator<FocalMultilabelClassifier, FocalMultilabelClassificationModel>
        implements FocalMultilabelParams,
                FocalTrainingParams,
                FocalLossParams,
                FocalMultilabelSetters<FocalMultilabelClassifier>,
                FocalTrainingSetters<FocalMultilabelClassifier>,
                FocalLossSetters<FocalMultilabelClassifier>,
                FocalScoringSetters<FocalMultilabelClassifier>,
                DefaultParamsWritable,
                MLWritable {
    private static final long serialVersionUID = 1L;

    /** Makes an estimator with default params and a random uid. */
    public FocalMultilabelClassifier() {
        this(Identifiable.randomUID("focalMultilabel"));
    }

    /**
     * Makes an estimator with default params.
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
     * The labels of a row in the form of Spark's MultilabelClassificationEvaluator, which does not know vectors of 0
     * and 1.
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

    /** By index: Scala 2.12 and 2.13 have no converter to a Java list in common that is not deprecated. */
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
     * @throws IllegalArgumentException that names column, rule, example and way out, if the data cannot be trained on
     */
    @Override
    public FocalMultilabelClassificationModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return FitInstrumentation.of(this, log -> plan(dataset, log).fit(dataset, log));
    }

    /**
     * Fits a model for each param map, together as far as the maps leave labels, features, weights and blocks alone: the
     * rows are then read and kept once. The models are those of single fits.
     *
     * @param dataset rows with labels and features
     * @param paramMaps params of each model
     * @return models in the order of the maps
     * @throws IllegalArgumentException that names the param map, if one of them is refused or its fit fails; the others
     *     have been fitted by then
     */
    @SuppressWarnings("MissingOverride") // Spark's of Scala 2.13; an overload with 2.12
    public scala.collection.immutable.Seq<FocalMultilabelClassificationModel> fit(
            Dataset<?> dataset, scala.collection.immutable.Seq<ParamMap> paramMaps) {
        return FitPlan.fitAll(this, dataset, paramMaps, (map, log) -> copy(map).wholePlan(dataset, log));
    }

    /**
     * As {@link #fit(Dataset, scala.collection.immutable.Seq)}, which takes immutable sequences.
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

    /** The fit that the params ask for. */
    FitPlan<FocalMultilabelClassificationModel> plan(Dataset<?> dataset, FitInstrumentation log) {
        LossPlan losses = LossPlan.ofLabels(this);
        TrainingSpec spec = new TrainingSpec(
                uid(),
                columns(),
                0,
                sums -> loss(losses, sums, log),
                losses.givenClassWeights(),
                TrainingParams.model(this),
                TrainingParams.stopping(this),
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
     * Memory that the model of a dataset will need, at most, but for the headers of a few objects. Spark Connect's server
     * asks for it before it trains, from Spark 4.1 on.
     *
     * @param dataset what {@link #fit} would be given, of which one row is read
     * @return bytes, without the summary
     */
    @SuppressWarnings("MissingOverride") // Spark 3.5 and 4.0 have no such method
    public long estimateModelSize(Dataset<?> dataset) {
        transformSchema(dataset.schema()); // else a column of a wrong type would be misread
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

    /** Declared once more for its type, which Spark's tools read. */
    @Override
    public FocalMultilabelClassifier copy(ParamMap extra) {
        return super.copy(extra);
    }

    private MarginLoss loss(LossPlan losses, LabelSums sums, FitInstrumentation log) {
        log.labels(sums.positive(), sums.total());
        FocalMultilabelSetup.thresholds(this, sums.size()); // refused before the fit, not after it
        return losses.loss(sums);
    }
}
