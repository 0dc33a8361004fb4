package org.focalspark.compat;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;

/**
 * A model over labels that do not exclude each other, written in Java.
 *
 * @param <M> the model
 */
public abstract class JavaModel<M extends JavaModel<M>> extends Model<M> implements MultilabelParams {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Holder shared = new Holder();

    /**
     * Makes the model with Spark's own params.
     *
     * @param uid unique id, that of the estimator
     */
    protected JavaModel(String uid) {
        super();
        this.uid = uid;
        MultilabelParams.initialize(this);
    }

    @Override
    public final String uid() {
        return uid;
    }

    @Override
    public final Holder sharedParams() {
        return shared;
    }

    /** Called after a param has been set, cleared or given a default: what was derived from it is out of date. */
    protected abstract void paramsChanged();

    @Override
    public final void onParamChange(Param<?> param) {
        paramsChanged();
    }
}
