package org.focalspark.param;

/**
 * Setters of {@link FocalTrainingParams}.
 *
 * @param <S> type of the stage, which every setter returns
 * @since 0.1.0
 */
@SuppressWarnings("unchecked") // S is the class that implements this
public interface FocalTrainingSetters<S extends FocalTrainingSetters<S>>
        extends FocalTrainingParams.Setters<S>, FocalLossSetters<S>, FocalScoringSetters<S> {

    /**
     * Sets the method that minimizes the objective.
     *
     * @param value auto, lbfgs or newton, default lbfgs; see {@link #solver()}
     * @return this
     */
    default S setSolver(String value) {
        return (S) set(solver(), value);
    }

    /**
     * Sets the column of instance weights.
     *
     * @param value name of a numeric column of weights &gt;= 0; unset or empty (default): every row has weight 1.0
     * @return this
     */
    default S setWeightCol(String value) {
        return (S) set(weightCol(), value);
    }

    /**
     * Sets the strength of the penalty on the coefficients; intercepts are not penalized.
     *
     * @param value &gt;= 0, default 0.0
     * @return this
     */
    default S setRegParam(double value) {
        return (S) set(regParam(), value);
    }

    /**
     * Sets the share of the L1 penalty (lasso), which sets coefficients to 0; the rest is the L2 penalty (ridge).
     *
     * @param value in [0, 1], default 0.0, which is ridge alone
     * @return this
     */
    default S setElasticNetParam(double value) {
        return (S) set(elasticNetParam(), value);
    }

    /**
     * Sets whether the penalty applies to the coefficients of standardized features or to those on the original scale.
     *
     * @param value true for standardized features (default); without penalty the solution does not depend on it
     * @return this
     */
    default S setStandardization(boolean value) {
        return (S) set(standardization(), value);
    }

    /**
     * Sets whether intercepts are fitted.
     *
     * @param value default true
     * @return this
     */
    default S setFitIntercept(boolean value) {
        return (S) set(fitIntercept(), value);
    }

    /**
     * Sets the largest number of iterations.
     *
     * @param value &gt;= 0, default 100
     * @return this
     */
    default S setMaxIter(int value) {
        return (S) set(maxIter(), value);
    }

    /**
     * Sets the relative convergence tolerance of the objective; smaller is more accurate and slower.
     *
     * @param value &gt;= 0, default 1e-6
     * @return this
     */
    default S setTol(double value) {
        return (S) set(tol(), value);
    }

    /**
     * Sets the depth of the aggregation tree.
     *
     * @param value &gt;= 2; if not set, the driver merges small sums directly, and large sums are merged with depth 2
     * @return this
     */
    default S setAggregationDepth(int value) {
        return (S) set(aggregationDepth(), value);
    }

    /**
     * Sets the memory of one block of rows, in MiB.
     *
     * @param value &gt;= 0, default 0.0, which means 1 for dense and 16 for sparse rows
     * @return this
     */
    default S setMaxBlockSizeInMB(double value) {
        return (S) set(maxBlockSizeInMB(), value);
    }
}
