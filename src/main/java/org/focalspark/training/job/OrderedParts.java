package org.focalspark.training.job;

import java.io.Serializable;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.focalspark.objective.FeatureBlock;

/**
 * Results of partitions, merged in an order that does not depend on which came first.
 *
 * <p>Spark merges results as tasks end, and a sum of doubles depends on the order: the same fit, run again, would differ in its
 * last bits. Here two results are merged only if their partitions are neighbors in a binary tree over all of them, the left one
 * with the right one; the others wait. What is left in the end is merged from left to right.
 *
 * @param <T> result, which merging may change
 */
public final class OrderedParts<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    /** By the node of the tree: level 0 are the partitions, node i of a level covers nodes 2 i and 2 i + 1 below. */
    private final TreeMap<Integer, TreeMap<Integer, T>> levels = new TreeMap<>();

    private OrderedParts() {}

    /**
     * What becomes of the blocks of a partition.
     *
     * @param <R> result
     */
    @FunctionalInterface
    public interface OfPartition<R> extends Serializable {
        /**
         * Returns the result of a partition.
         *
         * @param partition its index
         * @param blocks its blocks, read once
         * @return its result
         */
        R of(int partition, Iterator<FeatureBlock> blocks);
    }

    /**
     * How two results are merged, the second into the first.
     *
     * @param <R> result
     */
    @FunctionalInterface
    public interface Merge<R> extends BinaryOperator<R>, Serializable {}

    /**
     * Results of all partitions, merged in one job.
     *
     * @param <R> result, which merging may change
     * @param blocks one or several partitions per task
     * @param numSums numbers in the result of a partition, or 0 where it is small
     * @param depth depth of the tree in which they are merged, &gt;= 1; at depth 1 there is no shuffle
     * @param ofPartition computes the result of a partition
     * @param merge merges the second result into the first
     * @return result of all, empty without partitions
     */
    public static <R> Optional<R> aggregate(
            JavaRDD<PartitionBlocks> blocks, long numSums, int depth, OfPartition<R> ofPartition, Merge<R> merge) {
        if (blocks.getNumPartitions() == 0) {
            return Optional.empty();
        }
        JavaRDD<OrderedParts<R>> parts = blocks.mapPartitions(
                partitions -> List.of(ofTask(partitions, ofPartition, merge)).iterator(), true);
        return MergeTree.merged(parts, numSums, depth, (some, others) -> some.merge(others, merge))
                .reduce((some, others) -> some.merge(others, merge))
                .total(merge);
    }

    /** One result for each partition, so that it does not show which of them one task has read. */
    private static <R> OrderedParts<R> ofTask(
            Iterator<PartitionBlocks> partitions, OfPartition<R> ofPartition, Merge<R> merge) {
        OrderedParts<R> parts = new OrderedParts<>();
        partitions.forEachRemaining(own -> {
            R result = ofPartition.of(own.partition(), own.blocks());
            parts.merge(OrderedParts.of(own.partition(), result), merge);
        });
        return parts;
    }

    /**
     * The result of one partition.
     *
     * @param partition its index
     */
    static <T> OrderedParts<T> of(int partition, T result) {
        OrderedParts<T> parts = new OrderedParts<>();
        parts.level(0).put(partition, result);
        return parts;
    }

    /**
     * Takes in the results of other partitions.
     *
     * @param other used up
     * @param merge merges the second into the first
     * @return this
     */
    OrderedParts<T> merge(OrderedParts<T> other, BinaryOperator<T> merge) {
        other.levels.forEach((level, nodes) -> nodes.forEach((node, result) -> add(level, node, result, merge)));
        return this;
    }

    private void add(int level, int node, T result, BinaryOperator<T> merge) {
        T merged = result;
        int at = level;
        int index = node;
        for (T sibling = level(at).remove(index ^ 1);
                sibling != null;
                sibling = level(at).remove(index ^ 1)) {
            boolean isLeft = (index & 1) == 0;
            merged = isLeft ? merge.apply(merged, sibling) : merge.apply(sibling, merged);
            at++;
            index >>= 1;
        }
        level(at).put(index, merged);
    }

    private Map<Integer, T> level(int level) {
        return levels.computeIfAbsent(level, absent -> new TreeMap<>());
    }

    /**
     * The result of all partitions.
     *
     * @param merge merges the second into the first
     * @return result, empty without partitions
     */
    Optional<T> total(BinaryOperator<T> merge) {
        // The largest subtree is the one of the first partitions.
        return levels.descendingMap().values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .reduce(merge);
    }
}
