package org.focalspark.compat;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
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
 * Multilabel model, for models written in Java.
 *
 * @param <M> the model
 */
public abstract class JavaModel<M extends JavaModel<M>> extends Model<M>
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
     * Creates the model with Spark's own params.
     *
     * @param uid unique id, that of the estimator
     */
    protected JavaModel(String uid) {
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

    /** Called after a param has been set, cleared or given a default, so that the model can discard derived values. */
    protected abstract void paramsChanged();

    @Override
    public final void onParamChange(Param<?> param) {
        paramsChanged();
    }
}
