package org.focalspark.training;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs fits that run in lockstep: one INFO line per pass over the data, and one at the end of each fit. */
final class GridProgress {
    private static final Logger LOG = LoggerFactory.getLogger(GridProgress.class);

    private final String name;
    private final long startNanos = System.nanoTime();
    private int numPasses;

    /**
     * Starts the clock.
     *
     * @param name uid of the estimator
     */
    GridProgress(String name) {
        this.name = name;
    }

    void passed(int numModels, int numFits) {
        numPasses++;
        if (LOG.isInfoEnabled()) {
            LOG.info(String.format(
                    Locale.ROOT,
                    "%s: pass %d for %d of %d models, %.1f s",
                    name,
                    numPasses,
                    numModels,
                    numFits,
                    (System.nanoTime() - startNanos) / 1e9));
        }
    }

    /** Progress of one of the fits, without its iterations. */
    Progress ofFit(String label) {
        return Progress.ofEndOnly(name + ", " + label);
    }
}
