package org.focalspark.tuning;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.ml.Model;

/**
 * Result of a candidate on one split.
 *
 * @param metric metric on the held-out set, NaN if the candidate failed
 * @param model fitted model; empty if the candidate failed
 * @param passes number of passes over the rows, if known
 * @param seconds seconds that the candidate took on the split
 * @param failure reason why there is no metric; empty if there is one
 */
record FoldScore(
        double metric, Optional<Model<?>> model, OptionalInt passes, double seconds, Optional<Exception> failure) {

    static FoldScore failed(Exception failure, OptionalInt passes, double seconds) {
        return new FoldScore(Double.NaN, Optional.empty(), passes, seconds, Optional.of(failure));
    }
}
