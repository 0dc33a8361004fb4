package org.focalspark.compat;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.shared.HasSeed;
import org.apache.spark.ml.tuning.ValidatorParams;

/** Spark's own params of a tuning stage. Tools match on Spark's traits, see {@link SparkLogisticParams}. */
public interface TuningParams extends HeldParams, ValidatorParams, HasSeed {

    /**
     * Calls Spark's traits to create their params. Must be called once, when {@code uid()} and {@link #sharedParams()}
     * are available.
     *
     * @param params stage under construction
     * @param like Spark's stage whose default seed is used, so that folds equal Spark's
     */
    static void initialize(TuningParams params, Class<?> like) {
        HasSeed.$init$(params);
        ValidatorParams.$init$(params);
        params.setDefault(params.seed(), (long) like.getName().hashCode());
    }

    @Override
    default LongParam seed() {
        return sharedParams().get("seed");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasSeed$_setter_$seed_$eq(LongParam param) {
        sharedParams().put(param);
    }

    @Override
    default Param<Estimator<?>> estimator() {
        return sharedParams().get("estimator");
    }

    @Override
    default void org$apache$spark$ml$tuning$ValidatorParams$_setter_$estimator_$eq(Param<Estimator<?>> param) {
        sharedParams().put(param);
    }

    @Override
    default Param<ParamMap[]> estimatorParamMaps() {
        return sharedParams().get("estimatorParamMaps");
    }

    @Override
    default void org$apache$spark$ml$tuning$ValidatorParams$_setter_$estimatorParamMaps_$eq(Param<ParamMap[]> param) {
        sharedParams().put(param);
    }

    @Override
    default Param<Evaluator> evaluator() {
        return sharedParams().get("evaluator");
    }

    @Override
    default void org$apache$spark$ml$tuning$ValidatorParams$_setter_$evaluator_$eq(Param<Evaluator> param) {
        sharedParams().put(param);
    }
}
