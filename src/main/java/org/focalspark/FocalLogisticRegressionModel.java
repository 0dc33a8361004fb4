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
import org.focalspark.loss.BinaryCalibration;
import org.focalspark.loss.BinaryFocalLoss;
import org.focalspark.loss.Sigmoid;
import org.focalspark.training.TrainingResult;
import org.jspecify.annotations.Nullable;

/**
 * Model fitted by {@link FocalLogisticRegression}.
 *
 * <p>rawPrediction is (-m, m) with the margin m = coefficients . features + intercept; probability follows from m by
 * {@link #calibration()}, each class computed by itself, so that neither is rounded to 0 or 1 before it must; prediction
 * is 1.0 where the probability of class 1 exceeds the threshold.
 *
 * @since 0.1.0
 */
public final class FocalLogisticRegressionModel extends JavaClassificationModel<FocalLogisticRegressionModel>
        implements FocalParams, MLWritable {
    private static final long serialVersionUID = 1L;

    private static final int NUM_CLASSES = 2;

    private final Matrix coefficientMatrix;
    private final Vector interceptVector;
    private final Vector coefficients;
    private final double intercept;
    private final BinaryFocalLoss loss;
    private final BinaryCalibration map;
    private final @Nullable FocalTrainingSummary summary;
    private transient volatile @Nullable Decision decision;

    /** What the params say about a margin; params are looked up once, not per row. */
    private record Decision(String calibration, double threshold) {}

    FocalLogisticRegressionModel(
            String uid,
            Matrix coefficientMatrix,
            Vector interceptVector,
            BinaryFocalLoss loss,
            @Nullable FocalTrainingSummary summary) {
        super(uid);
        this.coefficientMatrix = coefficientMatrix;
        this.interceptVector = interceptVector;
        this.coefficients = onlyRow(coefficientMatrix);
        this.intercept = interceptVector.apply(0);
        this.loss = loss;
        this.map = loss.calibration();
        this.summary = summary;
        FocalParams.initialize(this);
    }

    static FocalLogisticRegressionModel of(String uid, TrainingResult result, BinaryFocalLoss loss) {
        FocalTrainingSummary summary = new FocalTrainingSummary(
                result.objectiveHistory(),
                result.converged(),
                result.convergenceReason(),
                result.gradientNorm(),
                result.nonConvexShare());
        Matrix matrix = new DenseMatrix(1, result.numFeatures(), result.coefficients(), true).compressed();
        return new FocalLogisticRegressionModel(uid, matrix, Vectors.dense(result.intercepts()), loss, summary);
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
     * Coefficients on the original scale.
     *
     * @return length numFeatures
     */
    public Vector coefficients() {
        return coefficients;
    }

    /**
     * Intercept.
     *
     * @return constant term of the margin; 0 if none was fitted, infinite if only one class carried weight
     */
    public double intercept() {
        return intercept;
    }

    /**
     * Coefficients as a matrix with one row per margin.
     *
     * @return 1 x numFeatures
     */
    public Matrix coefficientMatrix() {
        return coefficientMatrix;
    }

    /**
     * Intercepts, one per margin.
     *
     * @return length 1
     */
    public Vector interceptVector() {
        return interceptVector;
    }

    @Override
    public int numClasses() {
        return NUM_CLASSES;
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
     * @return 0.0 or 1.0
     */
    @Override
    public double predict(Vector features) {
        return decide(Sigmoid.of(logOdds(margin(features))));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        Thresholds.checkConsistent(this);
        return super.transformSchema(schema);
    }

    @Override
    public Vector predictRaw(Vector features) {
        double margin = margin(features);
        return Vectors.dense(-margin, margin);
    }

    @Override
    public Vector raw2probabilityInPlace(Vector rawPrediction) {
        double[] values = ((DenseVector) rawPrediction).values();
        double logOdds = logOdds(values[1]);
        values[0] = Sigmoid.of(-logOdds);
        values[1] = Sigmoid.of(logOdds);
        return rawPrediction;
    }

    @Override
    public double raw2prediction(Vector rawPrediction) {
        return decide(Sigmoid.of(logOdds(rawPrediction.apply(1))));
    }

    @Override
    public double probability2prediction(Vector probability) {
        return decide(probability.apply(1));
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
    BinaryFocalLoss loss() {
        return loss;
    }

    private double margin(@Nullable Vector features) {
        if (features == null) {
            throw new IllegalArgumentException(
                    "Column '" + getFeaturesCol() + "' must not hold null vectors. Drop or fill these rows first.");
        }
        if (features.size() != numFeatures()) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold vectors of size %d, as in training, but found one of size %d.",
                    getFeaturesCol(), numFeatures(), features.size()));
        }
        return features.dot(coefficients) + intercept;
    }

    private double logOdds(double margin) {
        return switch (decision().calibration()) {
            case "none" -> margin;
            case "posterior" -> map.posteriorLogOdds(margin);
            default -> map.focalLogOdds(margin);
        };
    }

    private double decide(double probability) {
        return probability > decision().threshold() ? 1.0 : 0.0;
    }

    private Decision decision() {
        Decision current = decision;
        if (current == null) {
            current = new Decision(getCalibration().toLowerCase(Locale.ROOT), getThreshold());
            decision = current;
        }
        return current;
    }

    private static Vector onlyRow(Matrix matrix) {
        if (matrix instanceof SparseMatrix sparse && sparse.isTransposed()) {
            return Vectors.sparse(matrix.numCols(), sparse.rowIndices(), sparse.values());
        }
        return Vectors.dense(matrix.toArray());
    }
}
