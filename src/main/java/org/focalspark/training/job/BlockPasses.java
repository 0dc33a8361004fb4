package org.focalspark.training.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.focalspark.loss.MarginLoss;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.Fingerprint;
import org.focalspark.objective.Kernel;
import org.focalspark.objective.LossAggregator;
import org.focalspark.objective.ModelBatch;
import org.focalspark.objective.Predictor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes over the blocks of a cluster that evaluate losses and gradients. One job evaluates all models requested at
 * once: it broadcasts their coefficients and merges the sums in a tree.
 */
public final class BlockPasses {
    /** No fold is held out. */
    public static final int NONE = -1;

    private static final Logger LOG = LoggerFactory.getLogger(BlockPasses.class);

    private final Input input;
    private final Kernel kernel;
    private final Execution execution;
    private long warnedOf;

    /** Input of passes. */
    public interface Input {
        /**
         * Returns the blocks, one or several partitions per task.
         *
         * @param numSums numbers in the result of a partition
         * @return the blocks
         */
        JavaRDD<PartitionBlocks> forPasses(long numSums);

        /**
         * Digest of the rows of the scan, without those of a fold.
         *
         * @param heldOut the fold, or {@link #NONE}
         * @return digest of the rows
         */
        Fingerprint rows(int heldOut);
    }

    /**
     * Creates passes over blocks.
     *
     * @param input the blocks
     * @param kernel computes the products of dense rows
     * @param execution depth of the tree in which sums are merged
     */
    public BlockPasses(Input input, Kernel kernel, Execution execution) {
        this.input = input;
        this.kernel = kernel;
        this.execution = execution;
    }

    /**
     * Request for the loss and gradient of a model.
     *
     * @param predictor the model
     * @param loss loss of its margins
     * @param heldOut fold whose rows are left out, or {@link #NONE}
     */
    public record Request(Predictor predictor, MarginLoss loss, int heldOut) {}

    /**
     * Sums of one of the models of an aggregator.
     *
     * @param aggregator sums of all models that see the same rows
     * @param model index of the requested model
     */
    public record Sums(LossAggregator aggregator, int model) {}

    /**
     * Evaluates requests in one job. Throws a SparkException if the rows differ from those of the scan.
     *
     * @param requests models to evaluate
     * @return sums of each, in the order of the requests
     */
    public List<Sums> evaluate(List<Request> requests) {
        List<Integer> order = new ArrayList<>();
        TreeMap<Integer, List<Request>> byHeldOut = new TreeMap<>();
        for (Request request : requests) {
            List<Request> group = byHeldOut.computeIfAbsent(request.heldOut(), fold -> new ArrayList<>());
            order.add(group.size());
            group.add(request);
        }
        List<Integer> folds = List.copyOf(byHeldOut.keySet());
        LossAggregator[] sums = aggregate(Group.of(byHeldOut)).groups;
        for (int group = 0; group < sums.length; group++) {
            requireSameRows(input.rows(folds.get(group)), sums[group].rows());
        }
        List<Sums> answers = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            int group = folds.indexOf(requests.get(i).heldOut());
            answers.add(new Sums(sums[group], order.get(i)));
        }
        return answers;
    }

    /**
     * Throws a SparkException if the rows differ from those of the scan.
     *
     * @param first digest of the rows of the scan
     * @param now digest of the rows read now
     */
    public static void requireSameRows(Fingerprint first, Fingerprint now) {
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

    /** Models that are evaluated on the same rows. Not a record, since it is broadcast. */
    private static final class Group implements Serializable {
        private static final long serialVersionUID = 1L;

        private final int heldOut;
        private final ModelBatch batch;

        private Group(int heldOut, ModelBatch batch) {
            this.heldOut = heldOut;
            this.batch = batch;
        }

        private static Group[] of(SortedMap<Integer, List<Request>> byHeldOut) {
            return byHeldOut.entrySet().stream()
                    .map(entry -> new Group(
                            entry.getKey(),
                            new ModelBatch(
                                    entry.getValue().stream()
                                            .map(Request::predictor)
                                            .toList(),
                                    entry.getValue().stream().map(Request::loss).toList())))
                    .toArray(Group[]::new);
        }
    }

    /** Sums of all groups, on their way to the driver. */
    private static final class GroupSums implements Serializable {
        private static final long serialVersionUID = 1L;

        private final LossAggregator[] groups;

        private GroupSums(LossAggregator[] groups) {
            this.groups = groups;
        }

        private static GroupSums of(Iterator<FeatureBlock> blocks, Group[] groups, Kernel kernel) {
            LossAggregator[] sums = new LossAggregator[groups.length];
            for (int g = 0; g < sums.length; g++) {
                sums[g] = new LossAggregator(kernel);
            }
            while (blocks.hasNext()) {
                FeatureBlock block = blocks.next();
                for (int g = 0; g < sums.length; g++) {
                    if (block.fold() != groups[g].heldOut) {
                        sums[g].add(block, groups[g].batch);
                    }
                }
            }
            return new GroupSums(sums);
        }

        private GroupSums merge(GroupSums other) {
            for (int g = 0; g < groups.length; g++) {
                groups[g].merge(other.groups[g]);
            }
            return this;
        }
    }

    private GroupSums aggregate(Group[] groups) {
        long numSums =
                Arrays.stream(groups).mapToLong(group -> group.batch.numSums()).sum();
        JavaRDD<PartitionBlocks> blocks = input.forPasses(numSums);
        int depth = execution.depth(blocks.getNumPartitions(), numSums);
        warnOfSize(new ResultSize(blocks.getNumPartitions(), numSums, depth), blocks.context());
        Kernel rowKernel = kernel; // a local variable, since this is not serializable
        Broadcast<Group[]> broadcast =
                JavaSparkContext.fromSparkContext(blocks.context()).broadcast(groups);
        try {
            return OrderedParts.aggregate(
                            blocks,
                            numSums,
                            depth,
                            (partition, own) -> GroupSums.of(own, broadcast.value(), rowKernel),
                            GroupSums::merge)
                    .orElseGet(() -> GroupSums.of(Collections.emptyIterator(), groups, rowKernel));
        } finally {
            broadcast.destroy();
        }
    }

    /** Warns once, and again only if results are larger. The first pass of a grid has the largest results. */
    private void warnOfSize(ResultSize size, SparkContext context) {
        if (size.numSums() > warnedOf) {
            warnedOf = size.numSums();
            long limit = context.getConf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
            size.warning(limit).ifPresent(LOG::warn);
        }
    }
}
