package org.focalspark.tuning;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.focalspark.compat.FoldParams;
import org.jspecify.annotations.Nullable;

/**
 * Result of {@link FocalCrossValidator}: the model of the chosen candidate and the metrics of all candidates.
 *
 * @since 0.1.0
 */
public final class FocalCrossValidatorModel extends FocalTunedModel<FocalCrossValidatorModel>
        implements FoldParams, FocalTuningParams, FocalSelectionParams, MLWritable {
    private static final long serialVersionUID = 1L;

    FocalCrossValidatorModel(String uid, Tuned tuned) {
        super(uid, CrossValidator.class, tuned);
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
     * @return the model with its saved parts
     */
    public static FocalCrossValidatorModel load(String path) {
        return read().load(path);
    }

    /**
     * Mean metric of each candidate over the folds.
     *
     * @return one per candidate, NaN if it failed
     */
    public double[] avgMetrics() {
        return tuned().trials().means();
    }

    /**
     * Standard deviation of the metric of each candidate over the folds, as PySpark's stdMetrics: the variance is
     * divided by numFolds.
     *
     * @return one per candidate, NaN if it failed
     */
    public double[] stdMetrics() {
        return tuned().trials().deviations();
    }

    /**
     * Returns the models of the folds.
     *
     * @return by fold, then by candidate; null if the candidate failed
     * @throws IllegalArgumentException if collectSubModels was false
     */
    public @Nullable Model<?>[][] subModels() {
        return tuned().subModels();
    }

    @Override
    public FocalCrossValidatorModel copy(ParamMap extra) {
        return copyValues(new FocalCrossValidatorModel(uid(), tuned().copy(extra)), extra)
                .setParent(parent());
    }

    @Override
    public String toString() {
        return String.format(
                "FocalCrossValidatorModel: uid=%s, bestModel=%s, numFolds=%d", uid(), bestModel(), getNumFolds());
    }
}
