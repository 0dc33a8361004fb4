package org.focalspark.compat;

import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.Vector;
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
import org.jspecify.annotations.Nullable;
import scala.Tuple3;

/**
 * Probabilistic classification model over vectors, for models written in Java.
 *
 * @param <M> the model
 */
public abstract class JavaClassificationModel<M extends JavaClassificationModel<M>>
        extends ProbabilisticClassificationModel<Vector, M>
        implements ClassifierParams,
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
                HasHandleInvalid {
    private static final long serialVersionUID = 1L;

    private final @Nullable String uid;
    private final @Nullable Holder shared;

    /**
     * Creates the model with Spark's own params.
     *
     * @param uid unique id, that of the estimator
     */
    protected JavaClassificationModel(String uid) {
        this(UidHandoff.push(uid));
    }

    private JavaClassificationModel(UidHandoff handoff) {
        super();
        this.uid = handoff.pop();
        this.shared = new Holder();
        SparkLogisticParams.initialize(this);
    }

    @Override
    public final String uid() {
        return UidHandoff.orPending(uid);
    }

    @Override
    public final Holder sharedParams() {
        return Holder.orFail(shared);
    }

    /** Called after a param has been set, cleared or given a default, so that the model can discard derived values. */
    protected abstract void paramsChanged();

    @Override
    public final void onParamChange(Param<?> param) {
        paramsChanged();
    }

    /** Raw, because javac cannot express the existential type that Scala gives the inherited method. */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public final Tuple3 findSummaryModel() {
        return super.findSummaryModel();
    }
}
