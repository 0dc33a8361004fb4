package org.focalspark.tuning;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamMap;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.compat.TuningParams;

/**
 * Setters that {@link FocalCrossValidator} and {@link FocalTrainValidationSplit} share.
 *
 * @param <S> the stage, which every setter returns
 * @since 0.1.0
 */
@SuppressWarnings("unchecked") // S is the class that implements this
public interface FocalTuningSetters<S extends FocalTuningSetters<S>> extends TuningParams, FocalTuningParams {

    /**
     * Sets the estimator to tune.
     *
     * @param value any estimator; candidates of {@link FocalLogisticRegression} and {@link FocalMultilabelClassifier}
     *     are trained together
     * @return this
     */
    default S setEstimator(Estimator<?> value) {
        return (S) set(estimator(), value);
    }

    /**
     * Sets the candidates.
     *
     * @param value params of each candidate, for example from ParamGridBuilder
     * @return this
     */
    default S setEstimatorParamMaps(ParamMap[] value) {
        return (S) set(estimatorParamMaps(), value);
    }

    /**
     * Sets the evaluator of the metric.
     *
     * @param value any evaluator
     * @return this
     */
    default S setEvaluator(Evaluator value) {
        return (S) set(evaluator(), value);
    }

    /**
     * Sets the seed of the random split.
     *
     * @param value any number; default is the seed of Spark's stage
     * @return this
     */
    default S setSeed(long value) {
        return (S) set(seed(), value);
    }

    /**
     * Sets the number of candidates that are fitted in parallel. Ignored for the estimators of this library.
     *
     * @param value &gt;= 1, default 1
     * @return this
     */
    default S setParallelism(int value) {
        return (S) set((IntParam) getParam("parallelism"), value);
    }

    /**
     * Sets whether the models of all splits are kept. If the estimator is one of this library, these models have no
     * training summary.
     *
     * @param value default false
     * @return this
     */
    default S setCollectSubModels(boolean value) {
        return (S) set((BooleanParam) getParam("collectSubModels"), value);
    }

    /**
     * Sets whether the fit of a candidate may start at the solution of a neighboring candidate.
     *
     * @param value default false; see {@link #warmStarts()}
     * @return this
     */
    default S setWarmStarts(boolean value) {
        return (S) set(warmStarts(), value);
    }
}
