package org.focalspark.compat;

import org.apache.spark.ml.Transformer;

/**
 * A transformer written in Java whose only state is its params.
 *
 * <p>Spark's constructor creates no param here and does not call uid(), so an ordinary field is enough.
 */
public abstract class JavaTransformer extends Transformer implements HeldParams {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Holder held = new Holder();

    /**
     * Creates the transformer without params.
     *
     * @param uid unique id of the transformer
     */
    protected JavaTransformer(String uid) {
        super();
        this.uid = uid;
    }

    @Override
    public final String uid() {
        return uid;
    }

    @Override
    public final Holder sharedParams() {
        return held;
    }
}
