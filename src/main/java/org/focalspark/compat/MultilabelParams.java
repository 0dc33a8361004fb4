package org.focalspark.compat;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.shared.HasFeaturesCol;
import org.apache.spark.ml.param.shared.HasLabelCol;
import org.apache.spark.ml.param.shared.HasPredictionCol;
import org.apache.spark.ml.param.shared.HasProbabilityCol;
import org.apache.spark.ml.param.shared.HasRawPredictionCol;

/**
 * Spark's own params of a logistic regression over labels that do not exclude each other. Its Predictor, which would
 * bring the columns, takes one label per row only.
 */
public interface MultilabelParams
        extends SparkLogisticParams,
                HasLabelCol,
                HasFeaturesCol,
                HasPredictionCol,
                HasProbabilityCol,
                HasRawPredictionCol {

    /**
     * Lets Spark's traits create their params and set their defaults. To be called once, when {@code uid()} and {@link
     * #sharedParams()} work.
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
