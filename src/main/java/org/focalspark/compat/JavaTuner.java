package org.focalspark.compat;

import java.util.concurrent.Executor;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.shared.HasCollectSubModels;
import org.apache.spark.ml.param.shared.HasParallelism;
import org.apache.spark.ml.param.shared.HasSeed;
import org.apache.spark.ml.tuning.ValidatorParams;

/**
 * Estimator that chooses among candidates of another estimator, for tuning stages written in Java.
 *
 * <p>Not a subclass of Spark's tuning estimators, since the writers of their models are final.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public abstract class JavaTuner<E extends JavaTuner<E, M>, M extends JavaTunedModel<M>> extends Estimator<M>
        implements TuningParams, HeldParams, ValidatorParams, HasSeed, HasParallelism, HasCollectSubModels {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Holder shared = new Holder();

    /**
     * Creates the stage with Spark's own params.
     *
     * @param uid unique id of the stage
     * @param like Spark's stage whose default seed is used
     */
    protected JavaTuner(String uid, Class<?> like) {
        super();
        this.uid = uid;
        TuningParams.initialize(this, like);
        HasParallelism.$init$(this);
        HasCollectSubModels.$init$(this);
    }

    @Override
    public final String uid() {
        return uid;
    }

    @Override
    public final Holder sharedParams() {
        return shared;
    }

    @Override
    public final IntParam parallelism() {
        return shared.get("parallelism");
    }

    @Override
    public final void org$apache$spark$ml$param$shared$HasParallelism$_setter_$parallelism_$eq(IntParam param) {
        shared.put(param);
    }

    @Override
    public final BooleanParam collectSubModels() {
        return shared.get("collectSubModels");
    }

    @Override
    public final void org$apache$spark$ml$param$shared$HasCollectSubModels$_setter_$collectSubModels_$eq(
            BooleanParam param) {
        shared.put(param);
    }

    /**
     * Returns an executor with {@code parallelism} threads. If that is 1, tasks run on the calling thread.
     *
     * @return Spark's own executor for this
     */
    public final Executor executor() {
        return getExecutionContext()::execute;
    }

    /** As in Spark, extra params also apply to the estimator and the evaluator. */
    @Override
    public E copy(ParamMap extra) {
        E copy = defaultCopy(extra);
        if (copy.isDefined(copy.estimator())) {
            copy.set(copy.estimator(), copy.getEstimator().copy(extra));
        }
        if (copy.isDefined(copy.evaluator())) {
            copy.set(copy.evaluator(), copy.getEvaluator().copy(extra));
        }
        return copy;
    }
}
