package org.focalspark.training;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a running fit in the log: one INFO line per iteration. */
final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private final String name;
    private final long startNanos = System.nanoTime();

    /**
     * Starts the clock.
     *
     * @param name uid of the estimator
     */
    Progress(String name) {
        this.name = name;
    }

    void scanned(InputStatistics statistics, int numPartitions) {
        if (LOG.isInfoEnabled()) {
            LOG.info(String.format(
                    Locale.ROOT,
                    "%s: %,d rows, %,d features, %d partition%s, %.1f s",
                    name,
                    statistics.numRows(),
                    statistics.numFeatures(),
                    numPartitions,
                    numPartitions == 1 ? "" : "s",
                    elapsedSeconds()));
        }
    }

    void iterated(int iteration, Evaluation evaluation) {
        if (LOG.isInfoEnabled()) {
            LOG.info(String.format(
                    Locale.ROOT,
                    "%s: iteration %d, objective %.8g, gradient norm %.3g, %.1f s",
                    name,
                    iteration,
                    evaluation.value(),
                    evaluation.gradientNorm(),
                    elapsedSeconds()));
        }
    }

    void stopped(Solution solution) {
        String line = String.format(
                Locale.ROOT,
                "%s: stopped after %d iterations: %s; %.2f %% of the weight in the non-convex zone",
                name,
                solution.objectiveHistory().length - 1,
                solution.reason().text(),
                100.0 * solution.evaluation().nonConvexShare());
        if (solution.reason().converged()) {
            LOG.info(line);
        } else {
            LOG.warn("{}. The model is the best point found; see summary.convergenceReason.", line);
        }
    }

    private double elapsedSeconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
