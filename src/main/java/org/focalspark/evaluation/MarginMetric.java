package org.focalspark.evaluation;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.focalspark.model.MarginScoring;
import org.focalspark.training.ScoreSums;

/**
 * Metric of an evaluator, computed from sums over the margins of held-out rows without a scored dataset.
 *
 * <p>Internal: tuning reaches the metrics of evaluators through it.
 *
 * @param <S> type of the sums
 * @param sums creates empty sums from the scoring of a model
 * @param value computes the metric from the sums; throws an IllegalArgumentException if it is undefined
 */
public record MarginMetric<S extends ScoreSums<S>>(
        Function<Supplier<MarginScoring>, S> sums, ToDoubleFunction<S> value) {

    /**
     * Returns the metric of a loss evaluator.
     *
     * @param evaluator evaluator
     * @param dataset dataset of the held-out rows, for the types of its columns
     * @return metric
     * @throws IllegalArgumentException if a param contradicts another or does not fit the dataset; the message names it
     */
    public static MarginMetric<?> of(FocalLossEvaluator evaluator, Dataset<?> dataset) {
        return evaluator.marginMetric(dataset);
    }

    /**
     * Returns the metric of a calibration evaluator.
     *
     * @param evaluator evaluator
     * @param dataset dataset of the held-out rows, for the types of its columns
     * @return metric; empty for ece, whose bins need the scores of all rows
     * @throws IllegalArgumentException if the columns that the evaluator reads do not fit; the message names the column
     */
    public static Optional<MarginMetric<?>> of(CalibrationEvaluator evaluator, Dataset<?> dataset) {
        return evaluator.marginMetric(dataset);
    }
}
