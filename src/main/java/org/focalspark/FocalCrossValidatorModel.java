package org.focalspark;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.focalspark.compat.FoldParams;
import org.focalspark.compat.JavaTunedModel;
import org.jspecify.annotations.Nullable;

/**
 * Model of the candidate that {@link FocalCrossValidator} has chosen, and how all of them did.
 *
 * @since 0.1.0
 */
public final class FocalCrossValidatorModel extends JavaTunedModel<FocalCrossValidatorModel>
        implements FoldParams, FocalTuningParams, FocalSelectionParams, MLWritable {
    private static final long serialVersionUID = 1L;

    private final Tuned tuned;

    FocalCrossValidatorModel(String uid, Tuned tuned) {
        super(uid, CrossValidator.class);
        this.tuned = tuned;
        FocalTuningSetup.initializeFolds(this);
    }

    /**
     * Reader of saved models.
     *
     * @return reader
     */
    public static MLReader<FocalCrossValidatorModel> read() {
        return new TuningFormat.ModelReader<>(FocalCrossValidatorModel.class, FocalCrossValidatorModel::new);
    }

    /**
     * Loads a saved model.
     *
     * @param path folder it was saved to
     * @return the model with all that was saved of it
     */
    public static FocalCrossValidatorModel load(String path) {
        return read().load(path);
    }

    /**
     * Writer of this model. Option {@code persistSubModels}, true or false, says whether {@link #subModels()} are saved;
     * by default they are if there are any.
     *
     * @return writer
     * @throws UnsupportedOperationException if estimator or evaluator cannot be saved
     */
    @Override
    public MLWriter write() {
        return TuningFormat.writer(this, tuned);
    }

    /**
     * The model of the chosen candidate, fitted on all rows.
     *
     * @return model of the estimator
     */
    public Model<?> bestModel() {
        return tuned.bestModel();
    }

    /**
     * Index of the chosen candidate.
     *
     * @return index into estimatorParamMaps
     */
    public int bestIndex() {
        return tuned.trials().chosen();
    }

    /**
     * Mean metric of each candidate over the folds.
     *
     * @return one per candidate, NaN where it failed
     */
    public double[] avgMetrics() {
        return tuned.trials().means();
    }

    /**
     * Standard deviation of the metric of each candidate over the folds, as PySpark's stdMetrics: divided by numFolds.
     *
     * @return one per candidate, NaN where it failed
     */
    public double[] stdMetrics() {
        return tuned.trials().deviations();
    }

    /**
     * Whether the models of the folds were kept.
     *
     * @return whether {@link #subModels()} works
     */
    public boolean hasSubModels() {
        return tuned.hasSubModels();
    }

    /**
     * The models of the folds.
     *
     * @return by fold, then by candidate; null where a candidate failed
     * @throws IllegalArgumentException if collectSubModels was false
     */
    public @Nullable Model<?>[][] subModels() {
        return tuned.subModels();
    }

    /**
     * How the candidates did, as a DataFrame of the session that is active.
     *
     * <p>Columns: candidate (int, from 0), one per tuned param by name (double, or string where values are no numbers),
     * meanMetric, standardError (of the mean, from the sample variance over the folds), metrics (one per fold), passes
     * (over the rows, in all folds; null if not known), seconds (of all folds), chosen (boolean) and failure (string;
     * null if there was none).
     *
     * @return one row per candidate
     */
    public Dataset<Row> tuningTable() {
        return TuningTable.of(tuned.trials(), getEstimatorParamMaps());
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return tuned.bestModel().transform(dataset);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return tuned.bestModel().transformSchema(schema);
    }

    @Override
    public FocalCrossValidatorModel copy(ParamMap extra) {
        return copyValues(new FocalCrossValidatorModel(uid(), tuned.copy(extra)), extra)
                .setParent(parent());
    }

    @Override
    public String toString() {
        return String.format(
                "FocalCrossValidatorModel: uid=%s, bestModel=%s, numFolds=%d", uid(), bestModel(), getNumFolds());
    }
}
