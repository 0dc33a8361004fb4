package org.focalspark.tuning;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.focalspark.compat.SplitParams;
import org.jspecify.annotations.Nullable;

/**
 * Result of {@link FocalTrainValidationSplit}: the model of the chosen candidate and the metrics of all candidates.
 *
 * @since 0.1.0
 */
public final class FocalTrainValidationSplitModel extends FocalTunedModel<FocalTrainValidationSplitModel>
        implements SplitParams, FocalTuningParams, MLWritable {
    private static final long serialVersionUID = 1L;

    FocalTrainValidationSplitModel(String uid, Tuned tuned) {
        super(uid, TrainValidationSplit.class, tuned);
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
     * @return the model with its saved parts
     */
    public static FocalTrainValidationSplitModel load(String path) {
        return read().load(path);
    }

    /**
     * Metric of each candidate on the held-out set.
     *
     * @return one per candidate, NaN if it failed
     */
    public double[] validationMetrics() {
        return tuned().trials().means();
    }

    /**
     * Returns the models that were evaluated on the held-out set.
     *
     * @return one per candidate; null if the candidate failed
     * @throws IllegalArgumentException if collectSubModels was false
     */
    public @Nullable Model<?>[] subModels() {
        return tuned().subModels()[0];
    }

    @Override
    public FocalTrainValidationSplitModel copy(ParamMap extra) {
        return copyValues(new FocalTrainValidationSplitModel(uid(), tuned().copy(extra)), extra)
                .setParent(parent());
    }

    @Override
    public String toString() {
        return String.format(
                "FocalTrainValidationSplitModel: uid=%s, bestModel=%s, trainRatio=%s",
                uid(), bestModel(), getTrainRatio());
    }
}
