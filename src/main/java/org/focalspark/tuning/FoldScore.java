package org.focalspark.tuning;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.ml.Model;

/**
 * How a candidate did on one split.
 *
 * @param metric metric of the held-out rows, NaN if it failed
 * @param model what was fitted, unless it failed
 * @param passes number of passes over the rows, if it is known
 * @param seconds time it took
 * @param failure why there is no metric
 */
record FoldScore(
        double metric, Optional<Model<?>> model, OptionalInt passes, double seconds, Optional<Exception> failure) {

    static FoldScore failed(Exception failure, OptionalInt passes, double seconds) {
        return new FoldScore(Double.NaN, Optional.empty(), passes, seconds, Optional.of(failure));
    }
}
