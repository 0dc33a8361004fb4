package org.focalspark.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.focalspark.app.config.EstimatorSettings;
import org.focalspark.app.config.JobConfig;
import org.focalspark.classification.FocalLogisticRegression;

/**
 * A model of the comparison: the configured estimator, or the configured estimator with one change.
 *
 * @param name name in the comparison
 * @param change applies the change to the configured estimator
 */
record Candidate(String name, Consumer<FocalLogisticRegression> change) {
    /** Name of the candidate that is saved. It does not depend on the metrics of the other candidates. */
    static final String SAVED = "focal";

    /** Returns all candidates of a job, in the order of the fits and of the comparison. */
    static List<Candidate> of(JobConfig config) {
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate("baseline", Candidate::unfocus));
        candidates.add(new Candidate(SAVED, estimator -> {}));
        boolean multiclass = config.label() instanceof JobConfig.Label.Multiclass;
        if (multiclass && !config.estimator().setsClassWeights()) {
            candidates.add(new Candidate("balanced-focal", estimator -> estimator.setClassWeightMode("balanced")));
        }
        return candidates;
    }

    /** Changes an estimator to the baseline: log loss, without the configured options of the loss. */
    private static void unfocus(FocalLogisticRegression estimator) {
        estimator.setGamma(0.0).setLoss("focal").setNormalized(false).setLabelSmoothing(0.0);
        estimator.clear(estimator.reducedThreshold());
        estimator.clear(estimator.gammas());
        estimator.clear(estimator.gammaPositive());
        estimator.clear(estimator.gammaNegative());
    }

    /** Creates the estimator. The name of the candidate is its uid in logs. */
    FocalLogisticRegression estimator(EstimatorSettings settings) {
        FocalLogisticRegression estimator = settings.estimator(name);
        change.accept(estimator);
        return estimator;
    }
}
