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
 * K-fold cross-validation for model selection: a drop-in replacement for Spark's CrossValidator, with the same params,
 * folds and metrics.
 *
 * <p>Candidates of {@link FocalLogisticRegression} and {@link FocalMultilabelClassifier} are trained together on all
 * folds if they have the same label, features, weight, ignoreLabel and block params. Metrics that are sums over margins
 * are computed in the same passes if the evaluator reads the columns that the estimator names: those of
 * BinaryClassificationEvaluator (without bins: the curve has all points, and above 32,768 distinct scores they are
 * rounded), MulticlassClassificationEvaluator, {@link FocalLossEvaluator} and {@link CalibrationEvaluator} except ece.
 * For other evaluators, the models transform the held-out rows. Other estimators are fitted and evaluated one by one,
 * as in Spark.
 *
 * <p>A candidate that fails on any fold has metric NaN and is never chosen; a warning and
 * {@link FocalCrossValidatorModel#tuningTable()} contain the reason. If all candidates fail, the first failure is
 * thrown.
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

    /** Creates a stage with default params and a random uid. */
    public FocalCrossValidator() {
        this(Identifiable.randomUID("focalCV"));
    }

    /**
     * Creates a stage with default params.
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
     * @throws UnsupportedOperationException if the estimator or the evaluator cannot be saved
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
     * Sets the column of the fold of each row.
     *
     * @param value column of integers from 0 to numFolds - 1; empty by default: folds are drawn at random
     * @return this
     */
    public FocalCrossValidator setFoldCol(String value) {
        return (FocalCrossValidator) set(foldCol(), value);
    }

    /**
     * Sets the rule that chooses the candidate.
     *
     * @param value best (default) or oneStandardError; see {@link #selection()}
     * @return this
     */
    public FocalCrossValidator setSelection(String value) {
        return (FocalCrossValidator) set(selection(), value);
    }

    /**
     * Fits and evaluates all candidates on all folds, and fits the chosen one on all rows.
     *
     * @param dataset rows with the columns that estimator and evaluator read
     * @return model of the chosen candidate
     * @throws IllegalArgumentException if the params of a candidate contradict each other, or if all candidates fail
     *     and the first failure is one
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

    /** Overridden only to narrow the return type, which Spark's tools read. */
    @Override
    public FocalCrossValidator copy(ParamMap extra) {
        return super.copy(extra);
    }
}
