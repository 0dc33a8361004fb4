package org.focalspark.compat;

import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
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

/**
 * Probabilistic classifier over vectors, for classifiers written in Java.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public abstract class JavaClassifier<E extends JavaClassifier<E, M>, M extends JavaClassificationModel<M>>
        extends ProbabilisticClassifier<Vector, E, M>
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
     * Creates the stage with Spark's own params.
     *
     * @param uid unique id of the stage
     */
    protected JavaClassifier(String uid) {
        this(UidHandoff.push(uid));
    }

    private JavaClassifier(UidHandoff handoff) {
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

    @Override
    public E copy(ParamMap extra) {
        return defaultCopy(extra);
    }
}
