package org.focalspark.compat;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.shared.HasAggregationDepth;
import org.apache.spark.ml.param.shared.HasElasticNetParam;
import org.apache.spark.ml.param.shared.HasFitIntercept;
import org.apache.spark.ml.param.shared.HasHandleInvalid;
import org.apache.spark.ml.param.shared.HasMaxBlockSizeInMB;
import org.apache.spark.ml.param.shared.HasMaxIter;
import org.apache.spark.ml.param.shared.HasRegParam;
import org.apache.spark.ml.param.shared.HasStandardization;
import org.apache.spark.ml.param.shared.HasThreshold;
import org.apache.spark.ml.param.shared.HasTol;
import org.apache.spark.ml.param.shared.HasWeightCol;

/**
 * Spark's own shared params of a logistic regression and of the handling of invalid rows, for stages written in Java.
 *
 * <p>Tools match on these traits, so they are implemented, not imitated. A Scala trait with a {@code val} compiles to
 * an interface with an accessor, a setter with a generated name and a static {@code $init$} that calls it; the defaults
 * here forward both to the stage's {@link HeldParams.Holder}, so that a stage needs only one field.
 */
public interface SparkLogisticParams
        extends HeldParams,
                HasRegParam,
                HasElasticNetParam,
                HasMaxIter,
                HasFitIntercept,
                HasTol,
                HasStandardization,
                HasWeightCol,
                HasThreshold,
                HasAggregationDepth,
                HasMaxBlockSizeInMB,
                HasHandleInvalid {

    /**
     * Calls Spark's traits to create their params and set their defaults. Must be called once, when {@code uid()} and
     * {@link #sharedParams()} are available.
     *
     * @param params stage under construction
     */
    static void initialize(SparkLogisticParams params) {
        HasRegParam.$init$(params);
        HasElasticNetParam.$init$(params);
        HasMaxIter.$init$(params);
        HasFitIntercept.$init$(params);
        HasTol.$init$(params);
        HasStandardization.$init$(params);
        HasWeightCol.$init$(params);
        HasThreshold.$init$(params);
        HasAggregationDepth.$init$(params);
        HasMaxBlockSizeInMB.$init$(params);
        HasHandleInvalid.$init$(params);
    }

    @Override
    default DoubleParam regParam() {
        return sharedParams().get("regParam");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasRegParam$_setter_$regParam_$eq(DoubleParam param) {
        sharedParams().put(param);
    }

    @Override
    default DoubleParam elasticNetParam() {
        return sharedParams().get("elasticNetParam");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasElasticNetParam$_setter_$elasticNetParam_$eq(DoubleParam param) {
        sharedParams().put(param);
    }

    @Override
    default IntParam maxIter() {
        return sharedParams().get("maxIter");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasMaxIter$_setter_$maxIter_$eq(IntParam param) {
        sharedParams().put(param);
    }

    @Override
    default BooleanParam fitIntercept() {
        return sharedParams().get("fitIntercept");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasFitIntercept$_setter_$fitIntercept_$eq(BooleanParam param) {
        sharedParams().put(param);
    }

    @Override
    default DoubleParam tol() {
        return sharedParams().get("tol");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasTol$_setter_$tol_$eq(DoubleParam param) {
        sharedParams().put(param);
    }

    @Override
    default BooleanParam standardization() {
        return sharedParams().get("standardization");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasStandardization$_setter_$standardization_$eq(BooleanParam param) {
        sharedParams().put(param);
    }

    @Override
    default Param<String> weightCol() {
        return sharedParams().get("weightCol");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasWeightCol$_setter_$weightCol_$eq(Param<String> param) {
        sharedParams().put(param);
    }

    @Override
    default DoubleParam threshold() {
        return sharedParams().get("threshold");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasThreshold$_setter_$threshold_$eq(DoubleParam param) {
        sharedParams().put(param);
    }

    @Override
    default IntParam aggregationDepth() {
        return sharedParams().get("aggregationDepth");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasAggregationDepth$_setter_$aggregationDepth_$eq(IntParam param) {
        sharedParams().put(param);
    }

    @Override
    default DoubleParam maxBlockSizeInMB() {
        return sharedParams().get("maxBlockSizeInMB");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasMaxBlockSizeInMB$_setter_$maxBlockSizeInMB_$eq(DoubleParam param) {
        sharedParams().put(param);
    }

    @Override
    default Param<String> handleInvalid() {
        return sharedParams().get("handleInvalid");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasHandleInvalid$_setter_$handleInvalid_$eq(Param<String> param) {
        sharedParams().put(param);
    }
}
