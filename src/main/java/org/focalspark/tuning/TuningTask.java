package org.focalspark.tuning;

import java.util.concurrent.Executor;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.focalspark.compat.FitInstrumentation;
import org.focalspark.training.input.Folds;

/**
 * What is to be chosen among, and how.
 *
 * @param dataset all rows
 * @param estimator what is fitted
 * @param paramMaps the candidates
 * @param evaluator what is measured
 * @param folds how rows are split
 * @param warmStarts whether fits may start at the solutions of others
 * @param executor where Spark's own recipe runs the candidates of a split
 * @param log where to tell of it
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record TuningTask(
        Dataset<?> dataset,
        Estimator<?> estimator,
        ParamMap[] paramMaps,
        Evaluator evaluator,
        Folds folds,
        boolean warmStarts,
        Executor executor,
        FitInstrumentation log) {

    /** The estimator with the params of a candidate. */
    Estimator<?> candidate(int index) {
        return estimator.copy(paramMaps[index]);
    }

    /** Fits a candidate on rows. */
    Model<?> fit(int index, Dataset<?> rows) {
        return (Model<?>) estimator.fit(rows, paramMaps[index]);
    }
}
