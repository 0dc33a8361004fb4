package org.focalspark.tuning;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.focalspark.compat.JavaTunedModel;

/**
 * Model of the candidate that tuning has chosen, and how all of them did.
 *
 * @param <M> the model
 * @since 0.1.0
 */
public abstract class FocalTunedModel<M extends FocalTunedModel<M>> extends JavaTunedModel<M>
        implements FocalTuningParams, MLWritable {
    private static final long serialVersionUID = 1L;

    private final Tuned tuned;

    /**
     * Makes the model.
     *
     * @param uid unique id, that of the estimator
     * @param like Spark's stage whose default seed it gets
     */
    FocalTunedModel(String uid, Class<?> like, Tuned tuned) {
        super(uid, like);
        this.tuned = tuned;
    }

    final Tuned tuned() {
        return tuned;
    }

    /**
     * Writer of this model. Option {@code persistSubModels}, true or false, says whether the models of the splits are saved;
     * by default they are if there are any.
     *
     * @return writer
     * @throws UnsupportedOperationException if estimator or evaluator cannot be saved
     */
    @Override
    public final MLWriter write() {
        return TuningFormat.writer(this, tuned);
    }

    /**
     * The model of the chosen candidate, fitted on all rows.
     *
     * @return model of the estimator
     */
    public final Model<?> bestModel() {
        return tuned.bestModel();
    }

    /**
     * Index of the chosen candidate.
     *
     * @return index into estimatorParamMaps
     */
    public final int bestIndex() {
        return tuned.trials().chosen();
    }

    /**
     * Whether the models of the splits were kept.
     *
     * @return whether subModels() works
     */
    public final boolean hasSubModels() {
        return tuned.hasSubModels();
    }

    /**
     * How the candidates did, as a DataFrame of the session that is active.
     *
     * <p>Columns: candidate (int, from 0), one per tuned param by name (double, or string where values are no numbers),
     * meanMetric, standardError (of the mean, from the sample variance over the splits; null if there is but one), metrics
     * (one per split), passes (over the rows, in all splits; null if not known), seconds (of all splits), chosen (boolean)
     * and failure (string; null if there was none).
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
