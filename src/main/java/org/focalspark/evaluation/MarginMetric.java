package org.focalspark.evaluation;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.focalspark.model.MarginScoring;
import org.focalspark.training.ScoreSums;

/**
 * An evaluator's metric as sums over the margins of rows, which need no pass of their own.
 *
 * @param <S> the sums
 * @param sums empty sums of a model, given how it scores margins
 * @param value the metric of sums; an IllegalArgumentException says why there is none
 */
public record MarginMetric<S extends ScoreSums<S>>(
        Function<Supplier<MarginScoring>, S> sums, ToDoubleFunction<S> value) {

    /** Returns the metric of a loss evaluator. */
    public static Optional<MarginMetric<?>> of(FocalLossEvaluator evaluator, Dataset<?> dataset) {
        return Optional.of(evaluator.marginMetric(dataset));
    }

    /** Returns the metric of a calibration evaluator; empty for ece, whose bins need the scores of the rows. */
    public static Optional<MarginMetric<?>> of(CalibrationEvaluator evaluator, Dataset<?> dataset) {
        return evaluator.marginMetric(dataset);
    }
}
