package org.focalspark.training;

import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/**
 * In how many stages the results of partitions are merged before the driver takes them in.
 *
 * <p>Spark's treeReduce puts partitions i, i + n, i + 2 n, ... together. Those are never neighbours, so that {@link OrderedParts}
 * could merge none of them, and every result would reach the driver however deep the tree. Here neighbours come together, in
 * groups that are subtrees of the binary tree: the bits are the same for every depth.
 */
final class MergeTree {
    private MergeTree() {}

    /**
     * How many results reach the driver.
     *
     * @param numPartitions partitions whose results are merged
     * @param depth stages, &gt;= 1; 1 sends every result to the driver
     */
    static int numResults(int numPartitions, int depth) {
        int group = groupSize(numPartitions, depth);
        int results = numPartitions;
        while (isWorthAStage(results, group)) {
            results = ceilDiv(results, group);
        }
        return results;
    }

    /**
     * Adds the stages that merge results on executors.
     *
     * @param parts one result per partition
     * @param depth stages, &gt;= 1
     * @param merge merges the second into the first
     * @return one result per partition, fewer partitions; left to the caller to reduce
     */
    static <T> JavaRDD<OrderedParts<T>> merged(
            JavaRDD<OrderedParts<T>> parts,
            int depth,
            Function2<OrderedParts<T>, OrderedParts<T>, OrderedParts<T>> merge) {
        int group = groupSize(parts.getNumPartitions(), depth);
        JavaRDD<OrderedParts<T>> results = parts;
        while (isWorthAStage(results.getNumPartitions(), group)) {
            results = results.mapPartitionsWithIndex(
                            (index, parted) -> IntStream.of(index / group)
                                    .mapToObj(key -> new Tuple2<>(key, parted.next()))
                                    .iterator(),
                            true)
                    .mapToPair(keyed -> keyed)
                    .reduceByKey(merge, ceilDiv(results.getNumPartitions(), group))
                    .values();
        }
        return results;
    }

    /** A power of two, so that a group is a subtree; at least the depth-th root, so that depth - 1 stages do. */
    private static int groupSize(int numPartitions, int depth) {
        int root = (int) Math.ceil(Math.pow(numPartitions, 1.0 / depth));
        return Math.max(2, 2 * Integer.highestOneBit(Math.max(root - 1, 1)));
    }

    /** Spark's rule: a stage that leaves the driver hardly less to do costs more than it saves. */
    private static boolean isWorthAStage(int numResults, int group) {
        return numResults > group + ceilDiv(numResults, group);
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
