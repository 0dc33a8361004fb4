package org.focalspark.training;

import java.util.Optional;

/**
 * Outcome of the fit of one of several models.
 *
 * @param result result of the fit; empty if it failed
 * @param failure cause of a failure; empty if the fit succeeded
 * @param passes number of passes over the data that the fit requested
 * @param seconds its share of the time of these passes; the time of a pass is divided among the models that it
 *     evaluates
 */
public record Attempt(Optional<TrainingResult> result, Optional<Exception> failure, int passes, double seconds) {

    static Attempt failed(Exception failure) {
        return new Attempt(Optional.empty(), Optional.of(failure), 0, 0.0);
    }
}
