package org.focalspark.compat;

import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.shared.HasLabelCol;
import org.apache.spark.ml.param.shared.HasWeightCol;

/**
 * Evaluator with Spark's own params of a label and a weight column, for evaluators written in Java.
 *
 * <p>Spark's constructor creates no param here and does not call uid(), so an ordinary field is enough.
 */
public abstract class JavaEvaluator extends Evaluator implements HeldParams, HasLabelCol, HasWeightCol {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Holder shared;

    /**
     * Creates the evaluator with Spark's own params.
     *
     * @param uid unique id of the evaluator
     */
    protected JavaEvaluator(String uid) {
        super();
        this.uid = uid;
        this.shared = new Holder();
        HasLabelCol.$init$(this);
        HasWeightCol.$init$(this);
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
    public final Param<String> labelCol() {
        return shared.get("labelCol");
    }

    @Override
    public final void org$apache$spark$ml$param$shared$HasLabelCol$_setter_$labelCol_$eq(Param<String> param) {
        shared.put(param);
    }

    @Override
    public final Param<String> weightCol() {
        return shared.get("weightCol");
    }

    @Override
    public final void org$apache$spark$ml$param$shared$HasWeightCol$_setter_$weightCol_$eq(Param<String> param) {
        shared.put(param);
    }
}
