package org.focalspark;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.focalspark.compat.JavaTunedModel;
import org.focalspark.compat.SplitParams;
import org.jspecify.annotations.Nullable;

/**
 * Model of the candidate that {@link FocalTrainValidationSplit} has chosen, and how all of them did.
 *
 * @since 0.1.0
 */
public final class FocalTrainValidationSplitModel extends JavaTunedModel<FocalTrainValidationSplitModel>
        implements SplitParams, FocalTuningParams, MLWritable {
    private static final long serialVersionUID = 1L;

    private final Tuned tuned;

    FocalTrainValidationSplitModel(String uid, Tuned tuned) {
        super(uid, TrainValidationSplit.class);
        this.tuned = tuned;
        FocalTuningSetup.initializeSplit(this);
    }

    /**
     * Reader of saved models.
     *
     * @return reader
     */
    public static MLReader<FocalTrainValidationSplitModel> read() {
        return new TuningFormat.ModelReader<>(
                FocalTrainValidationSplitModel.class, FocalTrainValidationSplitModel::new);
    }

    /**
     * Loads a saved model.
     *
     * @param path folder it was saved to
     * @return the model with all that was saved of it
     */
    public static FocalTrainValidationSplitModel load(String path) {
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
     * Metric of each candidate on the rows held out.
     *
     * @return one per candidate, NaN where it failed
     */
    public double[] validationMetrics() {
        return tuned.trials().means();
    }

    /**
     * Whether the models that were measured were kept.
     *
     * @return whether {@link #subModels()} works
     */
    public boolean hasSubModels() {
        return tuned.hasSubModels();
    }

    /**
     * The models that were measured.
     *
     * @return one per candidate; null where a candidate failed
     * @throws IllegalArgumentException if collectSubModels was false
     */
    public @Nullable Model<?>[] subModels() {
        return tuned.subModels()[0];
    }

    /**
     * How the candidates did, as a DataFrame of the session that is active.
     *
     * <p>Columns: candidate (int, from 0), one per tuned param by name (double, or string where values are no numbers),
     * meanMetric (here the only one), standardError (here null), metrics (an array of one), passes (over the rows; null
     * if not known), seconds, chosen (boolean) and failure (string; null if there was none).
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
    public FocalTrainValidationSplitModel copy(ParamMap extra) {
        return copyValues(new FocalTrainValidationSplitModel(uid(), tuned.copy(extra)), extra)
                .setParent(parent());
    }

    @Override
    public String toString() {
        return String.format(
                "FocalTrainValidationSplitModel: uid=%s, bestModel=%s, trainRatio=%s",
                uid(), bestModel(), getTrainRatio());
    }
}
