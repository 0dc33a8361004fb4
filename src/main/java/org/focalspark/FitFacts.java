package org.focalspark;

import java.io.Serializable;
import org.focalspark.training.TrainingResult;

/** What the solver has to say of a fit. */
final class FitFacts implements FocalTrainingSummary, Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] objectiveHistory;
    private final boolean converged;
    private final String convergenceReason;
    private final double gradientNorm;
    private final double nonConvexShare;

    FitFacts(
            double[] objectiveHistory,
            boolean converged,
            String convergenceReason,
            double gradientNorm,
            double nonConvexShare) {
        this.objectiveHistory = objectiveHistory;
        this.converged = converged;
        this.convergenceReason = convergenceReason;
        this.gradientNorm = gradientNorm;
        this.nonConvexShare = nonConvexShare;
    }

    static FitFacts of(TrainingResult result) {
        return new FitFacts(
                result.objectiveHistory(),
                result.converged(),
                result.convergenceReason(),
                result.gradientNorm(),
                result.nonConvexShare());
    }

    @Override
    public double[] objectiveHistory() {
        return objectiveHistory.clone();
    }

    @Override
    public int totalIterations() {
        return objectiveHistory.length - 1;
    }

    @Override
    public boolean converged() {
        return converged;
    }

    @Override
    public String convergenceReason() {
        return convergenceReason;
    }

    @Override
    public double gradientNorm() {
        return gradientNorm;
    }

    @Override
    public double nonConvexShare() {
        return nonConvexShare;
    }
}
