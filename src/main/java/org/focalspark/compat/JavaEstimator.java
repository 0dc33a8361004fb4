package org.focalspark.compat;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.shared.HasAggregationDepth;
import org.apache.spark.ml.param.shared.HasElasticNetParam;
import org.apache.spark.ml.param.shared.HasFeaturesCol;
import org.apache.spark.ml.param.shared.HasFitIntercept;
import org.apache.spark.ml.param.shared.HasHandleInvalid;
import org.apache.spark.ml.param.shared.HasLabelCol;
import org.apache.spark.ml.param.shared.HasMaxBlockSizeInMB;
import org.apache.spark.ml.param.shared.HasMaxIter;
import org.apache.spark.ml.param.shared.HasPredictionCol;
import org.apache.spark.ml.param.shared.HasProbabilityCol;
import org.apache.spark.ml.param.shared.HasRawPredictionCol;
import org.apache.spark.ml.param.shared.HasRegParam;
import org.apache.spark.ml.param.shared.HasStandardization;
import org.apache.spark.ml.param.shared.HasThreshold;
import org.apache.spark.ml.param.shared.HasTol;
import org.apache.spark.ml.param.shared.HasWeightCol;

/**
 * Multilabel estimator, for estimators written in Java.
 *
 * <p>Spark's constructor creates no param here and does not call uid(), so an ordinary field is enough.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public abstract class JavaEstimator<E extends JavaEstimator<E, M>, M extends JavaModel<M>> extends Estimator<M>
        implements MultilabelParams,
                SparkLogisticParams,
                HeldParams,
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
                HasHandleInvalid,
                HasLabelCol,
                HasFeaturesCol,
                HasPredictionCol,
                HasProbabilityCol,
                HasRawPredictionCol {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Holder shared = new Holder();

    /**
     * Creates the stage with Spark's own params.
     *
     * @param uid unique id of the stage
     */
    protected JavaEstimator(String uid) {
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

    @Override
    public E copy(ParamMap extra) {
        return defaultCopy(extra);
    }
}
