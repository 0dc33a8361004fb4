package org.focalspark.tuning;

import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.focalspark.compat.JavaTuner;
import org.focalspark.compat.SplitParams;

/**
 * Model selection with one random split into training and held-out set: a drop-in replacement for Spark's
 * TrainValidationSplit, with the same params, split and metrics.
 *
 * <p>Candidates are trained, evaluated and chosen as by {@link FocalCrossValidator} on one fold.
 *
 * @since 0.1.0
 */
public final class FocalTrainValidationSplit
        extends JavaTuner<FocalTrainValidationSplit, FocalTrainValidationSplitModel>
        implements SplitParams, FocalTuningParams, FocalTuningSetters<FocalTrainValidationSplit>, MLWritable {
    private static final long serialVersionUID = 1L;

    /** Creates a stage with default params and a random uid. */
    public FocalTrainValidationSplit() {
        this(Identifiable.randomUID("focalTVS"));
    }

    /**
     * Creates a stage with default params.
     *
     * @param uid unique id of the stage
     */
    public FocalTrainValidationSplit(String uid) {
        super(uid, TrainValidationSplit.class);
        FocalTuningSetup.initializeSplit(this);
    }

    /**
     * Reader of saved stages.
     *
     * @return reader
     */
    public static MLReader<FocalTrainValidationSplit> read() {
        return new TuningFormat.StageReader<>(FocalTrainValidationSplit.class, FocalTrainValidationSplit::new);
    }

    /**
     * Loads a saved stage.
     *
     * @param path folder it was saved to
     * @return the stage with its uid and params, estimator, evaluator and candidates
     */
    public static FocalTrainValidationSplit load(String path) {
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
     * Sets the share of the rows in the training set.
     *
     * @param value in [0, 1], default 0.75
     * @return this
     */
    public FocalTrainValidationSplit setTrainRatio(double value) {
        return (FocalTrainValidationSplit) set(trainRatio(), value);
    }

    /**
     * Fits all candidates on the training set, evaluates them on the held-out set, and fits the chosen one on all rows.
     *
     * @param dataset rows with the columns that estimator and evaluator read
     * @return model of the chosen candidate
     * @throws IllegalArgumentException if the params of a candidate contradict each other, or if all candidates fail
     *     and the first failure is one
     */
    @Override
    public FocalTrainValidationSplitModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        Evaluator evaluator = getEvaluator();
        Tuned tuned = FocalTuningSetup.run(
                this, dataset, FocalTuningSetup.split(this), trials -> new Selection(trials, evaluator).best());
        return copyValues(new FocalTrainValidationSplitModel(uid(), tuned).setParent(this), ParamMap.empty());
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return transformSchemaImpl(schema);
    }

    /** Overridden only to narrow the return type, which Spark's tools read. */
    @Override
    public FocalTrainValidationSplit copy(ParamMap extra) {
        return super.copy(extra);
    }
}
