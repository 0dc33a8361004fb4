package org.focalspark.training;

import java.util.Optional;

/**
 * How the fit of one of several models went.
 *
 * @param result what it found, unless it failed
 * @param failure why it failed, if it did
 * @param passes passes over the data that it asked for
 * @param seconds its share of their time: that of a pass is divided among the models that it was made for
 */
public record Attempt(Optional<TrainingResult> result, Optional<Exception> failure, int passes, double seconds) {

    static Attempt failed(Exception failure) {
        return new Attempt(Optional.empty(), Optional.of(failure), 0, 0.0);
    }
}
