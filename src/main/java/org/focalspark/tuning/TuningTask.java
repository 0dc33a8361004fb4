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
 * Inputs of a tuning run.
 *
 * @param dataset all rows
 * @param estimator estimator to tune
 * @param paramMaps params of each candidate
 * @param evaluator evaluator of the metric
 * @param folds split of the rows
 * @param warmStarts whether fits may start at the solutions of other candidates
 * @param executor executor of the candidates of a split in {@link StagewiseTuning}
 * @param log log of the run
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

    /** Returns the estimator with the params of a candidate. */
    Estimator<?> candidate(int index) {
        return estimator.copy(paramMaps[index]);
    }

    /** Fits a candidate on rows. */
    Model<?> fit(int index, Dataset<?> rows) {
        return (Model<?>) estimator.fit(rows, paramMaps[index]);
    }
}
