package org.focalspark;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.focalspark.compat.JavaClassifier;
import org.focalspark.compat.LabelMetadata;
import org.focalspark.compat.ModelMetadata;
import org.focalspark.loss.MarginLoss;
import org.focalspark.training.InputColumns;
import org.focalspark.training.Training;
import org.focalspark.training.TrainingSpec;

/**
 * Logistic regression trained on the focal loss, for classes that are rare. A drop-in for Spark's LogisticRegression.
 *
 * <pre>
 *   minimise  sum_i w_i a_i (1 - p_i)^gamma (-log p_i) / sum_i w_i a_i + regParam / 2 ||coefficients||^2
 * </pre>
 *
 * <p>p_i is the model's probability of the label of row i before calibration, w_i the instance weight, a_i the class weight
 * (alpha or 1 - alpha, classWeights, or 1). The family says what p_i is: the sigmoid of one margin for two classes, the
 * softmax of one margin per class for more; ovr is the sum of such objectives for every class against the rest, each divided
 * by its own weights. The label column holds class indices 0.0, 1.0, ..., the features column vectors of one size. With
 * gamma = 0 the objective, the start and the coefficients are those of Spark's LogisticRegression.
 *
 * <p>The objective is not convex for gamma &gt; 0; {@link FocalTrainingSummary#nonConvexShare()} tells whether the
 * solution is certified. Probabilities are calibrated, see {@link #calibration()}.
 *
 * @see <a href="https://arxiv.org/abs/1708.02002">Focal Loss for Dense Object Detection</a>, eq. 4 and 5
 * @since 0.1.0
 */
public final class FocalLogisticRegression extends JavaClassifier<FocalLogisticRegression, FocalLogisticRegressionModel>
        implements FocalParams, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    /** Makes an estimator with default params and a random uid. */
    public FocalLogisticRegression() {
        this(Identifiable.randomUID("focalLogReg"));
    }

    /**
     * Makes an estimator with default params.
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
        return ModelMetadata.paramsReader();
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
     * Sets the focusing parameter: how strongly well-classified rows are down-weighted.
     *
     * @param value &gt;= 0 and finite, default 2.0; see {@link #gamma()}
     * @return this
     */
    public FocalLogisticRegression setGamma(double value) {
        return (FocalLogisticRegression) set(gamma(), value);
    }

    /**
     * Sets the class balance: the weight of class 1; class 0 gets 1 - alpha.
     *
     * @param value in [0, 1], unset by default; see {@link #alpha()}
     * @return this
     */
    public FocalLogisticRegression setAlpha(double value) {
        return (FocalLogisticRegression) set(alpha(), value);
    }

    /**
     * Sets the loss that is minimised.
     *
     * @param value focal or convexFocal, default focal; see {@link #loss()}
     * @return this
     */
    public FocalLogisticRegression setLoss(String value) {
        return (FocalLogisticRegression) set(loss(), value);
    }

    /**
     * Sets the focusing parameter of each class of the multinomial family.
     *
     * @param value one per class, &gt;= 0 and finite; unset by default, which takes gamma for all
     * @return this
     */
    public FocalLogisticRegression setGammas(double[] value) {
        return (FocalLogisticRegression) set(gammas(), value);
    }

    /**
     * Sets the focusing parameter of the rows of class 1 of the binomial family.
     *
     * @param value &gt;= 0 and finite; unset by default, which takes gamma
     * @return this
     */
    public FocalLogisticRegression setGammaPositive(double value) {
        return (FocalLogisticRegression) set(gammaPositive(), value);
    }

    /**
     * Sets the focusing parameter of the rows of class 0 of the binomial family.
     *
     * @param value &gt;= 0 and finite; unset by default, which takes gamma
     * @return this
     */
    public FocalLogisticRegression setGammaNegative(double value) {
        return (FocalLogisticRegression) set(gammaNegative(), value);
    }

    /**
     * Sets the class balance of each column of the one-vs-rest family.
     *
     * @param value one per class, in [0, 1]; unset by default; see {@link #alphas()}
     * @return this
     */
    public FocalLogisticRegression setAlphas(double[] value) {
        return (FocalLogisticRegression) set(alphas(), value);
    }

    /**
     * Sets where class weights come from when they are not given.
     *
     * @param value none, balanced or effectiveNumber, default none; see {@link #classWeightMode()}
     * @return this
     */
    public FocalLogisticRegression setClassWeightMode(String value) {
        return (FocalLogisticRegression) set(classWeightMode(), value);
    }

    /**
     * Sets the beta of the effective number of rows.
     *
     * @param value in [0, 1), default 0.999; see {@link #beta()}
     * @return this
     */
    public FocalLogisticRegression setBeta(double value) {
        return (FocalLogisticRegression) set(beta(), value);
    }

    /**
     * Sets the label of rows that take no part in a fit.
     *
     * @param value any finite number; unset by default
     * @return this
     */
    public FocalLogisticRegression setIgnoreLabel(double value) {
        return (FocalLogisticRegression) set(ignoreLabel(), value);
    }

    /**
     * Sets the weight of the rows of each class.
     *
     * @param value one per class, &gt; 0 and finite; unset by default, which weighs all alike; see {@link #classWeights()}
     * @return this
     */
    public FocalLogisticRegression setClassWeights(double[] value) {
        return (FocalLogisticRegression) set(classWeights(), value);
    }

    /**
     * Sets the way from margin to probability.
     *
     * @param value auto, none, focal or posterior, default auto; see {@link #calibration()}
     * @return this
     */
    public FocalLogisticRegression setCalibration(String value) {
        return (FocalLogisticRegression) set(calibration(), value);
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
     * Sets the column of instance weights.
     *
     * @param value name of a numeric column of weights &gt;= 0; unset or empty by default, which weighs every row 1.0
     * @return this
     */
    public FocalLogisticRegression setWeightCol(String value) {
        return (FocalLogisticRegression) set(weightCol(), value);
    }

    /**
     * Sets the strength of the L2 penalty on the coefficients; the intercept is free.
     *
     * @param value &gt;= 0, default 0.0
     * @return this
     */
    public FocalLogisticRegression setRegParam(double value) {
        return (FocalLogisticRegression) set(regParam(), value);
    }

    /**
     * Sets the scale of the penalty: the coefficients of standardised features if true, those on the original scale if false.
     *
     * @param value default true; without penalty the solution does not depend on it
     * @return this
     */
    public FocalLogisticRegression setStandardization(boolean value) {
        return (FocalLogisticRegression) set(standardization(), value);
    }

    /**
     * Sets the choice of fitting an intercept.
     *
     * @param value default true
     * @return this
     */
    public FocalLogisticRegression setFitIntercept(boolean value) {
        return (FocalLogisticRegression) set(fitIntercept(), value);
    }

    /**
     * Sets the largest number of iterations.
     *
     * @param value &gt;= 0, default 100
     * @return this
     */
    public FocalLogisticRegression setMaxIter(int value) {
        return (FocalLogisticRegression) set(maxIter(), value);
    }

    /**
     * Sets the relative convergence tolerance of the objective; smaller is more accurate and slower.
     *
     * @param value &gt;= 0, default 1e-6
     * @return this
     */
    public FocalLogisticRegression setTol(double value) {
        return (FocalLogisticRegression) set(tol(), value);
    }

    /**
     * Sets the depth of treeAggregate.
     *
     * @param value &gt;= 2; if not set, sums go straight to the driver until they are large, then depth 2
     * @return this
     */
    public FocalLogisticRegression setAggregationDepth(int value) {
        return (FocalLogisticRegression) set(aggregationDepth(), value);
    }

    /**
     * Sets the memory of one block of rows, in MiB.
     *
     * @param value &gt;= 0, default 0.0, which means 1 MiB
     * @return this
     */
    public FocalLogisticRegression setMaxBlockSizeInMB(double value) {
        return (FocalLogisticRegression) set(maxBlockSizeInMB(), value);
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
     * Sets one threshold per class, and clears threshold: the class with the largest probability / threshold wins.
     *
     * @param value two values &gt;= 0, at most one of them 0
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
        new LossParams(this).check();
        return super.transformSchema(schema);
    }

    @Override
    public FocalLogisticRegressionModel train(Dataset<?> dataset) {
        int declared = LabelMetadata.declaredClasses(dataset.schema().apply(getLabelCol()));
        return copyValues(
                FocalLogisticRegressionModel.of(uid(), Training.fit(dataset, spec(declared))), ParamMap.empty());
    }

    private TrainingSpec spec(int declaredClasses) {
        LossParams losses = new LossParams(this);
        Optional<String> weight =
                isDefined(weightCol()) ? Optional.of(getWeightCol()).filter(name -> !name.isEmpty()) : Optional.empty();
        OptionalDouble ignored = isSet(ignoreLabel()) ? OptionalDouble.of(getIgnoreLabel()) : OptionalDouble.empty();
        OptionalInt depth = isSet(aggregationDepth()) ? OptionalInt.of(getAggregationDepth()) : OptionalInt.empty();
        return new TrainingSpec(
                uid(),
                new InputColumns(getLabelCol(), getFeaturesCol(), weight, ignored),
                declaredClasses,
                (numClasses, weightSums) -> loss(losses, numClasses, weightSums),
                losses.givenClassWeights(),
                new TrainingSpec.LinearModel(getFitIntercept(), getStandardization(), getRegParam()),
                new TrainingSpec.Stopping(getMaxIter(), getTol()),
                new TrainingSpec.Execution(getMaxBlockSizeInMB(), depth));
    }

    private MarginLoss loss(LossParams losses, int numClasses, double[] weightSums) {
        MarginLoss loss = losses.loss(numClasses, weightSums);
        int decisions = Math.max(numClasses, 2);
        if (isSet(thresholds()) && getThresholds().length != decisions) {
            throw new IllegalArgumentException(String.format(
                    "thresholds must hold one value for each of %d classes, but has %d.",
                    decisions, getThresholds().length));
        }
        return loss;
    }
}
