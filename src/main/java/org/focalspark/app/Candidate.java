package org.focalspark.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.focalspark.app.config.EstimatorSettings;
import org.focalspark.app.config.JobConfig;
import org.focalspark.classification.FocalLogisticRegression;

/**
 * A model of the comparison: the estimator as the configuration has it, or changed in one point.
 *
 * @param name name in the comparison
 * @param change what is changed
 */
record Candidate(String name, Consumer<FocalLogisticRegression> change) {
    /** The one that is saved, whatever the others score: whoever prefers another changes the configuration. */
    static final String SAVED = "focal";

    /** All models that a job compares, in the order in which they are fitted and shown. */
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

    /** The baseline is log loss, focused on no side and no class, whatever the configuration says. */
    private static void unfocus(FocalLogisticRegression estimator) {
        estimator.setGamma(0.0).setLoss("focal").setNormalized(false).setLabelSmoothing(0.0);
        estimator.clear(estimator.reducedThreshold());
        estimator.clear(estimator.gammas());
        estimator.clear(estimator.gammaPositive());
        estimator.clear(estimator.gammaNegative());
    }

    /** A new estimator; its progress is shown under the name of the candidate. */
    FocalLogisticRegression estimator(EstimatorSettings settings) {
        FocalLogisticRegression estimator = settings.estimator(name);
        change.accept(estimator);
        return estimator;
    }
}
