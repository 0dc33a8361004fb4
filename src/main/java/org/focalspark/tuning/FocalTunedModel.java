package org.focalspark.tuning;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.focalspark.compat.JavaTunedModel;

/**
 * Result of tuning: the model of the chosen candidate and the metrics of all candidates.
 *
 * @param <M> type of this model
 * @since 0.1.0
 */
public abstract class FocalTunedModel<M extends FocalTunedModel<M>> extends JavaTunedModel<M>
        implements FocalTuningParams, MLWritable {
    private static final long serialVersionUID = 1L;

    private final Tuned tuned;

    /**
     * Creates the model.
     *
     * @param uid unique id of the tuning stage
     * @param like Spark class whose default seed the model has
     */
    FocalTunedModel(String uid, Class<?> like, Tuned tuned) {
        super(uid, like);
        this.tuned = tuned;
    }

    final Tuned tuned() {
        return tuned;
    }

    /**
     * Writer of this model. Option {@code persistSubModels} (true or false) determines whether the models of the splits
     * are saved. By default they are saved if they were kept.
     *
     * @return writer
     * @throws UnsupportedOperationException if the estimator or the evaluator cannot be saved
     */
    @Override
    public final MLWriter write() {
        return TuningFormat.writer(this, tuned);
    }

    /**
     * Returns the model of the chosen candidate, fitted on all rows.
     *
     * @return model of the estimator
     */
    public final Model<?> bestModel() {
        return tuned.bestModel();
    }

    /**
     * Returns the index of the chosen candidate.
     *
     * @return index into estimatorParamMaps
     */
    public final int bestIndex() {
        return tuned.trials().chosen();
    }

    /**
     * Returns whether the models of the splits were kept.
     *
     * @return true if subModels() does not throw
     */
    public final boolean hasSubModels() {
        return tuned.hasSubModels();
    }

    /**
     * Returns params, metrics and failures of the candidates, as a DataFrame of the active session.
     *
     * <p>Columns: candidate (int, from 0), one column per tuned param (double, or string if a value is not a number),
     * meanMetric, standardError (of the mean, from the sample variance over the splits; null for a single split),
     * metrics (array with one metric per split), passes (over the rows, in all splits; null if unknown), seconds (of
     * all splits), chosen (boolean) and failure (string; null if there was none).
     *
     * @return one row per candidate
     */
    public final Dataset<Row> tuningTable() {
        return TuningTable.of(tuned.trials(), getEstimatorParamMaps());
    }

    @Override
    public final Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return tuned.bestModel().transform(dataset);
    }

    @Override
    public final StructType transformSchema(StructType schema) {
        return tuned.bestModel().transformSchema(schema);
    }
}
