package org.focalspark.training;

import org.focalspark.loss.MarginLoss;
import org.focalspark.objective.L2Penalty;
import org.focalspark.objective.LinearGradient;
import org.focalspark.objective.LossAggregator;
import org.focalspark.objective.Scaling;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.solver.Evaluation;
import org.focalspark.training.solver.Objective;

/**
 * The objective of a fit over the blocks of a cluster, as a function of the optimizer's vector: the reduced loss plus
 * the penalty. The sums come from {@link BlockPasses}, which may evaluate this model alone or together with others.
 */
final class DistributedObjective implements Objective {
    private final Passes passes;
    private final Problem problem;

    /** Computes the sums of a model over all rows. */
    @FunctionalInterface
    interface Passes {
        /** Sums of one model; the call may wait for others. */
        BlockPasses.Sums evaluate(BlockPasses.Request request);
    }

    /**
     * Objective to minimize, with results of the scan.
     *
     * @param loss loss of a row's margins
     * @param scaling conversion between the optimizer's vector and raw values
     * @param penalty L2 penalty
     * @param lossWeightSum sum of w a, the divisor of a mean loss
     * @param heldOut held-out fold, or {@link BlockPasses#NONE}
     */
    record Problem(MarginLoss loss, Scaling scaling, L2Penalty penalty, double lossWeightSum, int heldOut) {}

    DistributedObjective(Passes passes, Problem problem) {
        this.passes = passes;
        this.problem = problem;
    }

    @Override
    public Evaluation evaluate(double[] point) {
        BlockPasses.Sums answer = passes.evaluate(
                new BlockPasses.Request(problem.scaling().toOriginal(point), problem.loss(), problem.heldOut()));
        LossAggregator sums = answer.aggregator();
        LinearGradient reduced = sums.reduce(answer.model(), problem.loss(), problem.lossWeightSum());
        double[] gradient = problem.scaling().gradient(reduced.coefficients(), reduced.offsets());
        double value = reduced.value() + problem.penalty().addTo(point, gradient);
        return new Evaluation(value, gradient, sums.sums(answer.model()).nonConvexShare());
    }
}
