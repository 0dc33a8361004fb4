package org.focalspark.training.job;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/**
 * Number of stages in which the results of partitions are merged before they reach the driver.
 *
 * <p>Spark's treeReduce puts partitions i, i + n, i + 2 n, ... together. These are never neighbors, so {@link
 * OrderedParts} could merge none of them, and every result would reach the driver at any depth. Here each stage merges
 * groups of neighbors that are subtrees of the binary tree, so results are bit-identical at every depth.
 */
final class MergeTree {
    private MergeTree() {}

    /** Numbers that the driver can receive and add between two passes without a noticeable delay. */
    private static final long SUMS_FOR_DRIVER = 1L << 24;

    /**
     * Chooses the depth: one stage, which has no shuffle, or two if the driver would have to receive and add too many
     * numbers.
     *
     * @param numSums numbers in the result of a partition
     */
    static int depthFor(int numPartitions, long numSums) {
        return numPartitions * numSums <= SUMS_FOR_DRIVER ? 1 : 2;
    }

    /**
     * Number of results that reach the driver.
     *
     * @param numPartitions partitions whose results are merged
     * @param numSums numbers in the result of a partition
     * @param depth stages, &gt;= 1; 1 sends every result to the driver
     */
    static int numResults(int numPartitions, long numSums, int depth) {
        int group = groupSize(numPartitions, depth);
        int results = numPartitions;
        while (isWorthAStage(results, group)) {
            results = ceilDiv(results, group);
        }
        return isLastOnExecutor(results, numSums, depth) ? 1 : results;
    }

    /**
     * Adds the stages that merge results on executors.
     *
     * @param parts one result per partition
     * @param numSums numbers in each of them
     * @param depth stages, &gt;= 1
     * @param merge merges the second into the first
     * @return one result per partition, in fewer partitions; the caller merges them
     */
    static <T> JavaRDD<OrderedParts<T>> merged(
            JavaRDD<OrderedParts<T>> parts,
            long numSums,
            int depth,
            Function2<OrderedParts<T>, OrderedParts<T>, OrderedParts<T>> merge) {
        int group = groupSize(parts.getNumPartitions(), depth);
        JavaRDD<OrderedParts<T>> results = parts;
        while (isWorthAStage(results.getNumPartitions(), group)) {
            results = inGroups(results, group, merge);
        }
        boolean last = isLastOnExecutor(results.getNumPartitions(), numSums, depth);
        return last ? inGroups(results, results.getNumPartitions(), merge) : results;
    }

    private static <T> JavaRDD<OrderedParts<T>> inGroups(
            JavaRDD<OrderedParts<T>> results,
            int group,
            Function2<OrderedParts<T>, OrderedParts<T>, OrderedParts<T>> merge) {
        return results.mapPartitionsWithIndex(
                        (index, parted) -> List.of(new Tuple2<>(index / group, parted.next()))
                                .iterator(),
                        true)
                .mapToPair(keyed -> keyed)
                .reduceByKey(merge, ceilDiv(results.getNumPartitions(), group))
                .values();
    }

    /** Whether one more stage merges the remaining results on an executor, to keep large results off the driver. */
    private static boolean isLastOnExecutor(int numResults, long numSums, int depth) {
        return depth > 1 && numResults > 1 && numResults * numSums > SUMS_FOR_DRIVER;
    }

    /**
     * A power of two, so that a group is a subtree; at least the depth-th root, so that depth - 1 stages are enough.
     */
    private static int groupSize(int numPartitions, int depth) {
        int root = (int) Math.ceil(Math.pow(numPartitions, 1.0 / depth));
        return Math.max(2, 2 * Integer.highestOneBit(Math.max(root - 1, 1)));
    }

    /** Spark's rule: a stage that hardly reduces the work of the driver costs more than it saves. */
    private static boolean isWorthAStage(int numResults, int group) {
        return numResults > group + ceilDiv(numResults, group);
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
