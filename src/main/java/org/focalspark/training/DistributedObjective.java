package org.focalspark.training;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.focalspark.loss.MarginLoss;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.Fingerprint;
import org.focalspark.objective.Kernel;
import org.focalspark.objective.L2Penalty;
import org.focalspark.objective.LinearGradient;
import org.focalspark.objective.LossAggregator;
import org.focalspark.objective.Predictor;
import org.focalspark.objective.Scaling;

/**
 * Sum of w a loss / sum of w a + penalty, or what else the loss makes of its sums, over the blocks of a cluster: one
 * job per evaluation, in which the coefficients go out by broadcast and the sums come back by treeAggregate.
 */
final class DistributedObjective implements Objective {
    private final JavaRDD<FeatureBlock> blocks;
    private final MarginLoss loss;
    private final Scaling scaling;
    private final L2Penalty penalty;
    private final Totals totals;
    private final int depth;
    private final Kernel kernel;

    /**
     * What the scan has found out about the rows.
     *
     * @param rows which rows there are
     * @param lossWeightSum sum of w a, the divisor of a mean loss
     */
    record Totals(Fingerprint rows, double lossWeightSum) {}

    DistributedObjective(
            JavaRDD<FeatureBlock> blocks,
            MarginLoss loss,
            Scaling scaling,
            L2Penalty penalty,
            Totals totals,
            int depth,
            Kernel kernel) {
        this.blocks = blocks;
        this.loss = loss;
        this.scaling = scaling;
        this.penalty = penalty;
        this.totals = totals;
        this.depth = depth;
        this.kernel = kernel;
    }

    @Override
    public Evaluation evaluate(double[] point) {
        LossAggregator sums = aggregate(scaling.toOriginal(point));
        requireSameRows(totals.rows(), sums.rows());
        LinearGradient reduced = sums.reduce(loss, totals.lossWeightSum());
        double[] gradient = scaling.gradient(reduced.coefficients(), reduced.offsets());
        double value = reduced.value() + penalty.addTo(point, gradient);
        return new Evaluation(value, gradient, sums.sums().nonConvexShare());
    }

    /** Throws a SparkException if the rows are not those of the scan. */
    static void requireSameRows(Fingerprint first, Fingerprint now) {
        if (!first.isSame(now)) {
            String change = first.numRows() == now.numRows()
                    ? "other labels, weights or features now"
                    : String.format("%d rows at first, %d rows now", first.numRows(), now.numRows());
            throw SparkFailure.of(String.format(
                    "The input has changed during training: %s. It is not deterministic (rand(), a limit without order, ...);"
                            + " write it to a table or checkpoint it first.",
                    change));
        }
    }

    private LossAggregator aggregate(Predictor predictor) {
        MarginLoss rowLoss = loss;
        Kernel rowKernel = kernel;
        Broadcast<Predictor> broadcast =
                JavaSparkContext.fromSparkContext(blocks.context()).broadcast(predictor);
        try {
            return blocks.mapPartitionsWithIndex(
                            (index, partition) -> {
                                LossAggregator sums = new LossAggregator(rowKernel);
                                partition.forEachRemaining(block -> sums.add(block, broadcast.value(), rowLoss));
                                return List.of(OrderedParts.of(index, sums)).iterator();
                            },
                            true)
                    .treeReduce((parts, others) -> parts.merge(others, LossAggregator::merge), depth)
                    .total(LossAggregator::merge);
        } finally {
            broadcast.destroy();
        }
    }
}
