package org.focalspark.app;

import java.util.Arrays;
import java.util.List;
import org.focalspark.app.metrics.HeldOutMetrics;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.FocalTrainingSummary;

/**
 * Fit facts and metrics of one model of the comparison.
 *
 * @param name name of the candidate
 * @param gamma focusing parameters of the fit
 * @param metrics metrics on the held-out set
 * @param fit facts of the fit
 */
record ModelReport(String name, Focusing gamma, HeldOutMetrics metrics, Fit fit) {

    /**
     * Facts of a fit; see FocalTrainingSummary.
     *
     * @param numFeatures length of the feature vectors
     * @param seconds wall-clock time of the fit
     */
    record Fit(
            int numFeatures,
            double seconds,
            int iterations,
            boolean converged,
            String stopReason,
            double gradientNorm,
            double nonConvexShare,
            double estimatedGap,
            List<Double> objectiveHistory,
            List<Double> gradientNormHistory) {

        static Fit of(FocalLogisticRegressionModel model, double seconds) {
            FocalTrainingSummary summary = model.summary();
            return new Fit(
                    model.numFeatures(),
                    seconds,
                    summary.totalIterations(),
                    summary.converged(),
                    summary.convergenceReason(),
                    summary.gradientNorm(),
                    summary.nonConvexShare(),
                    summary.estimatedGap(),
                    Arrays.stream(summary.objectiveHistory()).boxed().toList(),
                    Arrays.stream(summary.gradientNormHistory()).boxed().toList());
        }
    }
}
