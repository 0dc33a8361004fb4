package org.focalspark.compat;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.shared.HasSeed;
import org.apache.spark.ml.tuning.ValidatorParams;

/**
 * The model of a {@link JavaTuner}.
 *
 * @param <M> the model
 */
public abstract class JavaTunedModel<M extends JavaTunedModel<M>> extends Model<M>
        implements TuningParams, HeldParams, ValidatorParams, HasSeed {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Holder shared = new Holder();

    /**
     * Creates the model with Spark's own params.
     *
     * @param uid unique id, that of the estimator
     * @param like Spark's stage whose default seed is used
     */
    protected JavaTunedModel(String uid, Class<?> like) {
        super();
        this.uid = uid;
        TuningParams.initialize(this, like);
    }

    @Override
    public final String uid() {
        return uid;
    }

    @Override
    public final Holder sharedParams() {
        return shared;
    }
}
