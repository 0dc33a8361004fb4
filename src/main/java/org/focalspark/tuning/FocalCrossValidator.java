package org.focalspark.tuning;

import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.compat.FoldParams;
import org.focalspark.compat.JavaTuner;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;

/**
 * Chooses params by cross validation: a drop-in for Spark's CrossValidator, with its params, folds and metrics.
 *
 * <p>The candidates of {@link FocalLogisticRegression} and {@link FocalMultilabelClassifier} are trained together on all
 * folds, as far as their params of the data agree (label, features, weights, ignoreLabel, blocks). Metrics that follow
 * from sums over margins come from the same work, if the evaluator reads the columns that the estimator names:
 * BinaryClassificationEvaluator (without its bins: the curve has all points, up to 32,768 distinct scores, beyond which
 * scores are rounded), MulticlassClassificationEvaluator, {@link FocalLossEvaluator} and {@link CalibrationEvaluator}
 * but for ece. With any other evaluator the models transform the held-out rows; any other estimator goes through Spark's
 * own recipe.
 *
 * <p>A candidate that fails on any fold has metric NaN and never wins; a warning and {@link
 * FocalCrossValidatorModel#tuningTable()} tell why. If all fail, the first failure is thrown.
 *
 * @since 0.1.0
 */
public final class FocalCrossValidator extends JavaTuner<FocalCrossValidator, FocalCrossValidatorModel>
        implements FoldParams,
                FocalTuningParams,
                FocalSelectionParams,
                FocalTuningSetters<FocalCrossValidator>,
                MLWritable {
    private static final long serialVersionUID = 1L;

    /** Makes a stage with default params and a random uid. */
    public FocalCrossValidator() {
        this(Identifiable.randomUID("focalCV"));
    }

    /**
     * Makes a stage with default params.
     *
     * @param uid unique id of the stage
     */
    public FocalCrossValidator(String uid) {
        super(uid, CrossValidator.class);
        FocalTuningSetup.initializeFolds(this);
    }

    /**
     * Reader of saved stages.
     *
     * @return reader
     */
    public static MLReader<FocalCrossValidator> read() {
        return new TuningFormat.StageReader<>(FocalCrossValidator.class, FocalCrossValidator::new);
    }

    /**
     * Loads a saved stage.
     *
     * @param path folder it was saved to
     * @return the stage with its uid and params, estimator, evaluator and candidates
     */
    public static FocalCrossValidator load(String path) {
        return read().load(path);
    }

    /**
     * Writer of this stage.
     *
     * @return writer
     * @throws UnsupportedOperationException if estimator or evaluator cannot be saved
     * @throws IllegalArgumentException if a candidate has a param of another stage
     */
    @Override
    public MLWriter write() {
        return TuningFormat.writer(this, null);
    }

    /**
     * Sets the number of folds.
     *
     * @param value &gt;= 2, default 3
     * @return this
     */
    public FocalCrossValidator setNumFolds(int value) {
        return (FocalCrossValidator) set(numFolds(), value);
    }

    /**
     * Sets the column of folds, for a split that is given.
     *
     * @param value column of integers from 0 to numFolds - 1; empty by default, which splits at random
     * @return this
     */
    public FocalCrossValidator setFoldCol(String value) {
        return (FocalCrossValidator) set(foldCol(), value);
    }

    /**
     * Sets which candidate is chosen.
     *
     * @param value best (default) or oneStandardError; see {@link #selection()}
     * @return this
     */
    public FocalCrossValidator setSelection(String value) {
        return (FocalCrossValidator) set(selection(), value);
    }

    /**
     * Fits and measures all candidates on all folds, and fits the chosen one on all rows.
     *
     * @param dataset rows with the columns that estimator and evaluator read
     * @return model of the chosen candidate
     * @throws IllegalArgumentException if the params of a candidate contradict each other, or if all candidates fail with
     *     one
     */
    @Override
    public FocalCrossValidatorModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        Tuned tuned =
                FocalTuningSetup.run(this, dataset, FocalTuningSetup.folds(this), FocalTuningSetup.selection(this));
        return copyValues(new FocalCrossValidatorModel(uid(), tuned).setParent(this), ParamMap.empty());
    }

    @Override
    public StructType transformSchema(StructType schema) {
        if (!getFoldCol().isEmpty()) {
            DataType type = schema.apply(getFoldCol()).dataType();
            if (!type.equals(DataTypes.IntegerType)) {
                throw new IllegalArgumentException(String.format(
                        "requirement failed: The specified `foldCol` column %s must be integer type, but got %s.",
                        getFoldCol(), type));
            }
        }
        return transformSchemaImpl(schema);
    }

    /** Declared once more for its type, which Spark's tools read. */
    @Override
    public FocalCrossValidator copy(ParamMap extra) {
        return super.copy(extra);
    }
}
