package org.focalspark.compat;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.tuning.TrainValidationSplitParams;

/** Spark's own params of a split into training and validation rows. */
public interface SplitParams extends TuningParams, TrainValidationSplitParams {

    /**
     * Calls Spark's trait to create its params and set their defaults. Must be called once, after the constructor of
     * the base class.
     *
     * @param params stage under construction
     */
    static void initialize(SplitParams params) {
        TrainValidationSplitParams.$init$(params);
    }

    @Override
    default DoubleParam trainRatio() {
        return sharedParams().get("trainRatio");
    }

    @Override
    default void org$apache$spark$ml$tuning$TrainValidationSplitParams$_setter_$trainRatio_$eq(DoubleParam param) {
        sharedParams().put(param);
    }

    /** Redeclared for Python, which finds only the methods of direct interfaces. */
    @Override
    default double getTrainRatio() {
        return (Double) getOrDefault(trainRatio());
    }
}
