package org.focalspark.training;

import java.util.Locale;
import org.focalspark.objective.KernelChoice;
import org.focalspark.training.input.InputStatistics;
import org.focalspark.training.solver.Evaluation;
import org.focalspark.training.solver.IterationListener;
import org.focalspark.training.solver.Solution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a running fit: one INFO line per iteration. */
final class Progress implements IterationListener {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private final String name;
    private final boolean showsIterations;
    private final long startNanos = System.nanoTime();

    /**
     * Starts the clock.
     *
     * @param name uid of the estimator
     */
    Progress(String name) {
        this(name, true);
    }

    private Progress(String name, boolean showsIterations) {
        this.name = name;
        this.showsIterations = showsIterations;
    }

    /** Progress of one of many fits, which logs only its end. */
    static Progress ofEndOnly(String name) {
        return new Progress(name, false);
    }

    void scanned(InputStatistics statistics, int numPartitions, KernelChoice kernel) {
        if (LOG.isInfoEnabled()) {
            LOG.info(String.format(
                    Locale.ROOT,
                    "%s: %,d rows, %,d features, %d partition%s, %s kernel, %.1f s",
                    name,
                    statistics.numRows(),
                    statistics.numFeatures(),
                    numPartitions,
                    numPartitions == 1 ? "" : "s",
                    kernel,
                    elapsedSeconds()));
        }
    }

    @Override
    public void iterated(int iteration, Evaluation evaluation) {
        if (showsIterations && LOG.isInfoEnabled()) {
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

    @Override
    public void stopped(Solution solution) {
        double share = solution.evaluation().nonConvexShare();
        String line = String.format(
                Locale.ROOT,
                "%s: stopped after %d iterations: %s%s%s",
                name,
                solution.objectiveHistory().length - 1,
                solution.reason().text(),
                Double.isNaN(solution.estimatedGap())
                        ? ""
                        : String.format(Locale.ROOT, "; estimated gap %.2g", solution.estimatedGap()),
                Double.isNaN(share)
                        ? ""
                        : String.format(Locale.ROOT, "; %.2f %% of the weight in the non-convex zone", 100.0 * share));
        if (solution.reason().converged()) {
            LOG.info(line);
        } else {
            LOG.warn(
                    "{}. The model is the best point found; see summary.convergenceReason. {}.",
                    line,
                    solution.reason().wayOut());
        }
    }

    private double elapsedSeconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
