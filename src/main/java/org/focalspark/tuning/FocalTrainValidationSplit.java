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
 * Chooses params by the metric on a part of the rows that is held out: a drop-in for Spark's TrainValidationSplit, with
 * its params, split and metrics.
 *
 * <p>Candidates are trained, measured and chosen as {@link FocalCrossValidator} does on one of its folds.
 *
 * @since 0.1.0
 */
public final class FocalTrainValidationSplit
        extends JavaTuner<FocalTrainValidationSplit, FocalTrainValidationSplitModel>
        implements SplitParams, FocalTuningParams, FocalTuningSetters<FocalTrainValidationSplit>, MLWritable {
    private static final long serialVersionUID = 1L;

    /** Makes a stage with default params and a random uid. */
    public FocalTrainValidationSplit() {
        this(Identifiable.randomUID("focalTVS"));
    }

    /**
     * Makes a stage with default params.
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
     * @throws UnsupportedOperationException if estimator or evaluator cannot be saved
     * @throws IllegalArgumentException if a candidate has a param of another stage
     */
    @Override
    public MLWriter write() {
        return TuningFormat.writer(this, null);
    }

    /**
     * Sets the share of the rows to fit on.
     *
     * @param value in [0, 1], default 0.75
     * @return this
     */
    public FocalTrainValidationSplit setTrainRatio(double value) {
        return (FocalTrainValidationSplit) set(trainRatio(), value);
    }

    /**
     * Fits all candidates on one part of the rows, measures them on the other, and fits the chosen one on all rows.
     *
     * @param dataset rows with the columns that estimator and evaluator read
     * @return model of the chosen candidate
     * @throws IllegalArgumentException if the params of a candidate contradict each other, or if all candidates fail with
     *     one
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

    /** Declared once more for its type, which Spark's tools read. */
    @Override
    public FocalTrainValidationSplit copy(ParamMap extra) {
        return super.copy(extra);
    }
}
