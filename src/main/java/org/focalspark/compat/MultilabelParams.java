package org.focalspark.compat;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.shared.HasFeaturesCol;
import org.apache.spark.ml.param.shared.HasLabelCol;
import org.apache.spark.ml.param.shared.HasPredictionCol;
import org.apache.spark.ml.param.shared.HasProbabilityCol;
import org.apache.spark.ml.param.shared.HasRawPredictionCol;

/**
 * Spark's own params of a multilabel logistic regression. Spark's Predictor would provide the column params, but it
 * supports only one label per row.
 */
public interface MultilabelParams
        extends SparkLogisticParams,
                HasLabelCol,
                HasFeaturesCol,
                HasPredictionCol,
                HasProbabilityCol,
                HasRawPredictionCol {

    /**
     * Calls Spark's traits to create their params and set their defaults. Must be called once, when {@code uid()} and
     * {@link #sharedParams()} are available.
     *
     * @param params stage under construction
     */
    static void initialize(MultilabelParams params) {
        SparkLogisticParams.initialize(params);
        HasLabelCol.$init$(params);
        HasFeaturesCol.$init$(params);
        HasPredictionCol.$init$(params);
        HasProbabilityCol.$init$(params);
        HasRawPredictionCol.$init$(params);
    }

    @Override
    default Param<String> labelCol() {
        return sharedParams().get("labelCol");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasLabelCol$_setter_$labelCol_$eq(Param<String> param) {
        sharedParams().put(param);
    }

    @Override
    default Param<String> featuresCol() {
        return sharedParams().get("featuresCol");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasFeaturesCol$_setter_$featuresCol_$eq(Param<String> param) {
        sharedParams().put(param);
    }

    @Override
    default Param<String> predictionCol() {
        return sharedParams().get("predictionCol");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasPredictionCol$_setter_$predictionCol_$eq(Param<String> param) {
        sharedParams().put(param);
    }

    @Override
    default Param<String> probabilityCol() {
        return sharedParams().get("probabilityCol");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasProbabilityCol$_setter_$probabilityCol_$eq(Param<String> param) {
        sharedParams().put(param);
    }

    @Override
    default Param<String> rawPredictionCol() {
        return sharedParams().get("rawPredictionCol");
    }

    @Override
    default void org$apache$spark$ml$param$shared$HasRawPredictionCol$_setter_$rawPredictionCol_$eq(
            Param<String> param) {
        sharedParams().put(param);
    }
}
