package org.focalspark;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.types.StructType;
import org.focalspark.compat.JavaClassificationModel;
import org.focalspark.loss.Calibration;
import org.focalspark.loss.MarginLoss;
import org.focalspark.training.TrainingResult;
import org.jspecify.annotations.Nullable;

/**
 * Model fitted by {@link FocalLogisticRegression}.
 *
 * <p>A binomial model has one margin m = coefficients . features + intercept, and rawPrediction is (-m, m); a multinomial or
 * one-vs-rest one has a margin per class, which rawPrediction holds. The probabilities follow from the margins by {@link
 * #calibration()}, each class computed by itself, so that none is rounded to 0 or 1 before it must. The prediction follows
 * the probabilities: class 1 where its probability exceeds the threshold, or the class with the largest probability
 * (divided by its threshold, if thresholds are set).
 *
 * @since 0.1.0
 */
public final class FocalLogisticRegressionModel extends JavaClassificationModel<FocalLogisticRegressionModel>
        implements FocalParams, MLWritable {
    private static final long serialVersionUID = 1L;

    private final Matrix coefficientMatrix;
    private final Vector interceptVector;
    private final @Nullable Vector coefficients;
    private final MarginLoss loss;
    private final Calibration map;
    private final @Nullable FocalTrainingSummary summary;
    private transient volatile @Nullable Decision decision;

    /** What the params say about a margin; params are looked up once, not per row. */
    private record Decision(Calibration.Mode calibration, double threshold) {}

    FocalLogisticRegressionModel(
            String uid,
            Matrix coefficientMatrix,
            Vector interceptVector,
            MarginLoss loss,
            @Nullable FocalTrainingSummary summary) {
        super(uid);
        this.coefficientMatrix = coefficientMatrix;
        this.interceptVector = interceptVector;
        this.coefficients = loss.numColumns() == 1 ? onlyRow(coefficientMatrix) : null;
        this.loss = loss;
        this.map = loss.calibration();
        this.summary = summary;
        FocalParamsSetup.initialize(this);
    }

    static FocalLogisticRegressionModel of(String uid, TrainingResult result) {
        FocalTrainingSummary summary = new FocalTrainingSummary(
                result.objectiveHistory(),
                result.converged(),
                result.convergenceReason(),
                result.gradientNorm(),
                result.nonConvexShare());
        MarginLoss loss = result.loss();
        Matrix matrix =
                new DenseMatrix(loss.numColumns(), result.numFeatures(), result.coefficients(), true).compressed();
        Vector intercepts = Vectors.dense(result.intercepts());
        return new FocalLogisticRegressionModel(uid, matrix, intercepts, loss, summary);
    }

    /**
     * Reader of saved models.
     *
     * @return reader
     */
    public static MLReader<FocalLogisticRegressionModel> read() {
        return new FocalLogisticRegressionModelReader();
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
        return new FocalLogisticRegressionModelWriter(this);
    }

    /**
     * Coefficients of a binomial model, on the original scale.
     *
     * @return length numFeatures
     * @throws IllegalStateException if the model is not binomial
     */
    public Vector coefficients() {
        if (coefficients == null) {
            throw new IllegalStateException(
                    "Multinomial and one-vs-rest models contain a matrix of coefficients, use coefficientMatrix instead.");
        }
        return coefficients;
    }

    /**
     * Intercept of a binomial model.
     *
     * @return constant term of the margin; 0 if none was fitted, infinite if only one class carried weight
     * @throws IllegalStateException if the model is not binomial
     */
    public double intercept() {
        if (coefficients == null) {
            throw new IllegalStateException(
                    "Multinomial and one-vs-rest models contain a vector of intercepts, use interceptVector instead.");
        }
        return interceptVector.apply(0);
    }

    /**
     * Coefficients as a matrix with one row per margin.
     *
     * @return 1 x numFeatures for a binomial model, numClasses x numFeatures for a multinomial one
     */
    public Matrix coefficientMatrix() {
        return coefficientMatrix;
    }

    /**
     * Intercepts, one per margin.
     *
     * @return length 1 for a binomial model, numClasses for a multinomial one
     */
    public Vector interceptVector() {
        return interceptVector;
    }

    @Override
    public int numClasses() {
        return map.numClasses();
    }

    @Override
    public int numFeatures() {
        return coefficientMatrix.numCols();
    }

    /**
     * Whether this model knows how its fit went: false after loading.
     *
     * @return whether {@link #summary()} works
     */
    public boolean hasSummary() {
        return summary != null;
    }

    /**
     * How the fit went.
     *
     * @return summary
     * @throws IllegalStateException if the model was loaded, since summaries are not saved
     */
    public FocalTrainingSummary summary() {
        return Optional.ofNullable(summary)
                .orElseThrow(() -> new IllegalStateException(
                        "No training summary available for " + uid() + ": it is not saved with the model."));
    }

    /**
     * Sets the way from margin to probability.
     *
     * @param value auto, none, focal or posterior; see {@link #calibration()}
     * @return this
     */
    public FocalLogisticRegressionModel setCalibration(String value) {
        return (FocalLogisticRegressionModel) set(calibration(), value);
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
        return probability2prediction(predictProbability(features));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        if (coefficients != null) {
            Thresholds.checkConsistent(this);
        }
        return super.transformSchema(schema);
    }

    @Override
    public Vector predictRaw(Vector features) {
        double[] margins = margins(features);
        return coefficients == null ? Vectors.dense(margins) : Vectors.dense(-margins[0], margins[0]);
    }

    @Override
    public Vector raw2probabilityInPlace(Vector rawPrediction) {
        double[] values = ((DenseVector) rawPrediction).values();
        double[] margins = coefficients == null ? values.clone() : new double[] {values[1]};
        map.probabilities(margins, decision().calibration(), values);
        return rawPrediction;
    }

    @Override
    public double raw2prediction(Vector rawPrediction) {
        return probability2prediction(raw2probability(rawPrediction));
    }

    @Override
    public double probability2prediction(Vector probability) {
        if (coefficients == null) {
            return super.probability2prediction(probability);
        }
        return probability.apply(1) > decision().threshold() ? 1.0 : 0.0;
    }

    @Override
    public FocalLogisticRegressionModel copy(ParamMap extra) {
        FocalLogisticRegressionModel copy =
                new FocalLogisticRegressionModel(uid(), coefficientMatrix, interceptVector, loss, summary);
        return copyValues(copy, extra).setParent(parent());
    }

    @Override
    public String toString() {
        return String.format(
                "FocalLogisticRegressionModel: uid=%s, numClasses=%d, numFeatures=%d",
                uid(), numClasses(), numFeatures());
    }

    @Override
    protected void paramsChanged() {
        decision = null;
    }

    /** The loss that the model was trained on, which calibration undoes whatever the params say later. */
    MarginLoss trainedLoss() {
        return loss;
    }

    private double[] margins(@Nullable Vector features) {
        if (features == null) {
            throw new IllegalArgumentException(
                    "Column '" + getFeaturesCol() + "' must not hold null vectors. Drop or fill these rows first.");
        }
        if (features.size() != numFeatures()) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold vectors of size %d, as in training, but found one of size %d.",
                    getFeaturesCol(), numFeatures(), features.size()));
        }
        if (coefficients != null) {
            return new double[] {features.dot(coefficients) + interceptVector.apply(0)};
        }
        double[] margins = coefficientMatrix.multiply(features).values();
        for (int k = 0; k < margins.length; k++) {
            margins[k] += interceptVector.apply(k);
        }
        return margins;
    }

    private Decision decision() {
        Decision current = decision;
        if (current == null) {
            Calibration.Mode mode = switch (getCalibration().toLowerCase(Locale.ROOT)) {
                case "none" -> Calibration.Mode.NONE;
                case "posterior" -> Calibration.Mode.POSTERIOR;
                default -> Calibration.Mode.FOCAL;
            };
            current = new Decision(mode, coefficients == null ? Double.NaN : getThreshold());
            decision = current;
        }
        return current;
    }

    private static Vector onlyRow(Matrix matrix) {
        if (matrix instanceof SparseMatrix sparse && sparse.isTransposed()) {
            return Vectors.sparse(matrix.numCols(), sparse.rowIndices(), sparse.values());
        }
        return matrix instanceof DenseMatrix dense && dense.isTransposed()
                ? Vectors.dense(dense.values()) // one copy serves both views
                : Vectors.dense(matrix.toArray());
    }
}
