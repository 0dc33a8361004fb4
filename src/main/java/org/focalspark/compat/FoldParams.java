package org.focalspark.compat;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.tuning.CrossValidatorParams;

/** Spark's own params of cross validation. */
public interface FoldParams extends TuningParams, CrossValidatorParams {

    /**
     * Calls Spark's trait to create its params and set their defaults. Must be called once, after the constructor of
     * the base class.
     *
     * @param params stage under construction
     */
    static void initialize(FoldParams params) {
        CrossValidatorParams.$init$(params);
    }

    @Override
    default IntParam numFolds() {
        return sharedParams().get("numFolds");
    }

    @Override
    default void org$apache$spark$ml$tuning$CrossValidatorParams$_setter_$numFolds_$eq(IntParam param) {
        sharedParams().put(param);
    }

    @Override
    default Param<String> foldCol() {
        return sharedParams().get("foldCol");
    }

    @Override
    default void org$apache$spark$ml$tuning$CrossValidatorParams$_setter_$foldCol_$eq(Param<String> param) {
        sharedParams().put(param);
    }

    /** Redeclared for Python, which finds only the methods of direct interfaces. */
    @Override
    default int getNumFolds() {
        return (Integer) getOrDefault(numFolds());
    }

    /** Redeclared for Python, which finds only the methods of direct interfaces. */
    @Override
    default String getFoldCol() {
        return getOrDefault(foldCol());
    }
}
