package org.focalspark.training;

import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.storage.StorageLevel;
import org.focalspark.loss.ClassWeights;
import org.focalspark.objective.FeatureBlock;

/**
 * The training data as cached blocks, made in the only scan of the input together with its statistics. Closing it gives
 * the cache back.
 */
final class BlockedInput implements AutoCloseable {
    private final JavaRDD<FeatureBlock> blocks;
    private final boolean multilabel;

    private BlockedInput(JavaRDD<FeatureBlock> blocks, boolean multilabel) {
        this.blocks = blocks;
        this.multilabel = multilabel;
    }

    /**
     * Plans the scan; the first use of the blocks runs it. Shuffles in the plan of the input may run at once.
     *
     * @param dataset input
     * @param columns columns to read
     * @param maxBlockBytes size from which on a block is full
     * @param name name of the cached data in Spark's UI
     */
    static BlockedInput of(Dataset<?> dataset, InputColumns columns, long maxBlockBytes, String name) {
        LabelReader labels = columns.labelReader();
        boolean weighted = columns.weight().isPresent();
        JavaRDD<FeatureBlock> blocks = columns.selectFrom(dataset)
                .javaRDD()
                .mapPartitions(rows -> new BlockBuilder(rows, labels, weighted, maxBlockBytes))
                .setName(name);
        return new BlockedInput(blocks.persist(StorageLevel.MEMORY_AND_DISK()), columns.multilabel());
    }

    JavaRDD<FeatureBlock> blocks() {
        return blocks;
    }

    /**
     * Runs the scan: builds and caches the blocks and takes their statistics.
     *
     * @param classWeights class weights with which rows enter means and deviations
     * @param depth depth of the reduction, &gt;= 1
     */
    InputStatistics scan(ClassWeights classWeights, int depth) {
        boolean labelVectors = multilabel; // not this, which cannot be sent
        if (blocks.getNumPartitions() == 0) {
            return InputStatistics.of(Collections.emptyIterator(), classWeights, labelVectors);
        }
        return blocks.mapPartitionsWithIndex(
                        (index, partition) -> List.of(OrderedParts.of(
                                        index, InputStatistics.of(partition, classWeights, labelVectors)))
                                .iterator(),
                        true)
                .treeReduce((parts, others) -> parts.merge(others, InputStatistics::merge), depth)
                .total(InputStatistics::merge);
    }

    @Override
    public void close() {
        blocks.unpersist(false);
    }
}
