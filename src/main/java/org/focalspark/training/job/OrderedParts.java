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
 * Results of partitions, merged in an order that does not depend on which task ends first.
 *
 * <p>Spark merges results as tasks end, and a sum of doubles depends on the order, so the same fit would differ in its
 * last bits from run to run. Here two results are merged only if they are siblings in a binary tree over all
 * partitions, the right one into the left one; others wait. The results that remain at the end are merged from left to
 * right.
 *
 * @param <T> result, which merging may change
 */
public final class OrderedParts<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Results by level and node of the tree: level 0 has the partitions; node i covers nodes 2 i and 2 i + 1 of the
     * level below.
     */
    private final TreeMap<Integer, TreeMap<Integer, T>> levels = new TreeMap<>();

    private OrderedParts() {}

    /**
     * Function of the blocks of a partition.
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
     * Function that merges the second result into the first.
     *
     * @param <R> result
     */
    @FunctionalInterface
    public interface Merge<R> extends BinaryOperator<R>, Serializable {}

    /**
     * Computes the results of all partitions and merges them in one job.
     *
     * @param <R> result, which merging may change
     * @param blocks one or several partitions per task
     * @param numSums numbers in the result of a partition, or 0 if it is small
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

    /** Computes one result per partition, so that the total does not depend on which partitions a task reads. */
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
     * Creates the parts of one partition.
     *
     * @param partition its index
     */
    static <T> OrderedParts<T> of(int partition, T result) {
        OrderedParts<T> parts = new OrderedParts<>();
        parts.level(0).put(partition, result);
        return parts;
    }

    /**
     * Adds the results of other partitions.
     *
     * @param other results of other partitions; must not be used afterward
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
     * Returns the result of all partitions.
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
