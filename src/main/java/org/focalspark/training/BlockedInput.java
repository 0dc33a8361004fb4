package org.focalspark.training;

import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.focalspark.loss.ClassWeights;
import org.focalspark.objective.FeatureBlock;
import scala.Option;

/**
 * The training data as cached blocks, made in the only scan of the input together with its statistics. Closing it gives
 * the cache back.
 */
final class BlockedInput implements AutoCloseable {
    /** Bytes of the input from which on a partition of blocks is large enough to be lost, moved or spilled on its own. */
    private static final long PARTITION_BYTES = 128L << 20;

    private final JavaRDD<FeatureBlock> blocks;
    private final boolean multilabel;
    private final CachedInput cached;
    private final int scanDepth;
    private final Map<ClassWeights, FoldStatistics> statistics = new HashMap<>();

    private BlockedInput(JavaRDD<FeatureBlock> blocks, CachedInput cached, boolean multilabel, int scanDepth) {
        this.blocks = blocks;
        this.cached = cached;
        this.multilabel = multilabel;
        this.scanDepth = scanDepth;
    }

    /**
     * Plans the scan; the first use of the blocks runs it. Shuffles in the plan of the input may run at once.
     *
     * @param dataset input
     * @param columns columns to read
     * @param folds how rows are split for validation, if they are
     * @param execution size of blocks, depth of the scan
     * @param name name of the cached data in Spark's UI
     */
    static BlockedInput of(
            Dataset<?> dataset,
            InputColumns columns,
            Optional<Folds> folds,
            TrainingSpec.Execution execution,
            String name) {
        LabelReader labels = columns.labelReader();
        boolean weighted = columns.weight().isPresent();
        long maxBytes = execution.maxBlockBytes();
        Dataset<Row> selected =
                folds.map(given -> columns.selectFrom(dataset, given)).orElseGet(() -> columns.selectFrom(dataset));
        JavaRDD<Row> rows = selected.javaRDD();
        JavaRDD<FeatureBlock> blocks;
        if (folds.isEmpty()) {
            blocks = rows.mapPartitions(partition -> new BlockBuilder(partition, labels, weighted, maxBytes));
        } else {
            OptionalDouble ignored = columns.multilabel() ? OptionalDouble.empty() : columns.ignoreLabel();
            RowFolds rowFolds = RowFolds.of(folds.get(), rows.getNumPartitions(), ignored);
            blocks = rows.mapPartitionsWithIndex(
                    (index, partition) -> new BlockBuilder(
                            partition,
                            labels,
                            weighted,
                            maxBytes,
                            rowFolds.numParts(),
                            rowFolds.ofPartition(index)::next),
                    true);
        }
        JavaRDD<FeatureBlock> sized =
                coalesced(blocks, numPartitions(selected, rows)).setName(name);
        return new BlockedInput(
                sized.persist(StorageLevel.MEMORY_AND_DISK()),
                CachedInput.of(rows.rdd()),
                columns.multilabel(),
                execution.scanDepth());
    }

    /**
     * One partition per core slot, so that a pass is one task each and few results, and more of them where they would be too
     * large; never more than the input has.
     */
    private static int numPartitions(Dataset<Row> selected, JavaRDD<Row> rows) {
        SparkContext context = selected.sparkSession().sparkContext();
        BigInteger bytes =
                // Not the optimised plan: the RDD has one of its own, and the optimiser evaluates what it can.
                selected.queryExecution().withCachedData().stats().sizeInBytes().bigInteger();
        long bySize = bytes.divide(BigInteger.valueOf(PARTITION_BYTES))
                .min(BigInteger.valueOf(Integer.MAX_VALUE))
                .longValueExact();
        return (int) Math.min(rows.getNumPartitions(), Math.max(context.defaultParallelism(), bySize + 1));
    }

    private static JavaRDD<FeatureBlock> coalesced(JavaRDD<FeatureBlock> blocks, int numPartitions) {
        if (numPartitions >= blocks.getNumPartitions()) {
            return blocks;
        }
        return blocks.rdd()
                .coalesce(numPartitions, false, Option.apply(new ContiguousCoalescer()), null)
                .toJavaRDD();
    }

    /** A line for the log if the caller has cached the input as well. */
    Optional<String> cachedAsWell() {
        return cached.line();
    }

    JavaRDD<FeatureBlock> blocks() {
        return blocks;
    }

    /**
     * Statistics of the rows of each fold. The first call runs the scan, which builds and caches the blocks; others read the
     * blocks, unless the same class weights were asked for before.
     *
     * @param classWeights class weights with which rows enter means and deviations
     */
    FoldStatistics statistics(ClassWeights classWeights) {
        return statistics.computeIfAbsent(classWeights, this::scan);
    }

    private FoldStatistics scan(ClassWeights classWeights) {
        boolean labelVectors = multilabel; // not this, which cannot be sent
        if (blocks.getNumPartitions() == 0) {
            return FoldStatistics.of(Collections.emptyIterator(), classWeights, labelVectors);
        }
        return OrderedParts.aggregate(
                blocks,
                0L, // not known before the scan
                scanDepth,
                partition -> FoldStatistics.of(partition, classWeights, labelVectors),
                FoldStatistics::merge);
    }

    @Override
    public void close() {
        blocks.unpersist(false);
    }
}
