package org.focalspark.training;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.focalspark.loss.ClassWeights;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.Fingerprint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * The training data as cached blocks, made in the only scan of the input together with its statistics. Closing it gives
 * the cache back.
 */
final class BlockedInput implements BlockPasses.Input, AutoCloseable {
    /** Bytes of the input from which on a partition of blocks is large enough to be lost, moved or spilled on its own. */
    private static final long PARTITION_BYTES = 128L << 20;

    /** Numbers in the results of all partitions up to which one task may hold those of several. */
    private static final long SUMS_FOR_GROUPS = 1L << 24;

    private static final Logger LOG = LoggerFactory.getLogger(BlockedInput.class);

    private final JavaRDD<FeatureBlock> blocks;
    private final boolean multilabel;
    private final JavaRDD<PartitionBlocks> placed;
    private final RDD<Row> rows;
    private final int scanDepth;
    private final Map<ClassWeights, FoldStatistics> statistics = new HashMap<>();
    private Optional<FoldStatistics> first = Optional.empty();
    private Optional<JavaRDD<PartitionBlocks>> grouped = Optional.empty();

    private BlockedInput(JavaRDD<FeatureBlock> blocks, RDD<Row> rows, boolean multilabel, int scanDepth) {
        this.blocks = blocks;
        this.placed = blocks.mapPartitionsWithIndex(
                (partition, own) -> List.of(new PartitionBlocks(partition, own)).iterator(), true);
        this.rows = rows;
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
        BlockLimit limit = execution.blockLimit();
        Dataset<Row> selected =
                folds.map(given -> columns.selectFrom(dataset, given)).orElseGet(() -> columns.selectFrom(dataset));
        JavaRDD<Row> rows = selected.javaRDD();
        JavaRDD<FeatureBlock> blocks;
        if (folds.isEmpty()) {
            blocks = rows.mapPartitions(partition -> new BlockBuilder(partition, labels, weighted, limit));
        } else {
            OptionalDouble ignored = columns.multilabel() ? OptionalDouble.empty() : columns.ignoreLabel();
            RowFolds rowFolds = RowFolds.of(folds.get(), rows.getNumPartitions(), ignored);
            blocks = rows.mapPartitionsWithIndex(
                    (index, partition) -> new BlockBuilder(
                            partition, labels, weighted, limit, rowFolds.numParts(), rowFolds.ofPartition(index)::next),
                    true);
        }
        GivenGroups groups = GivenGroups.ofNeighbours(rows.getNumPartitions(), numPartitions(selected, rows));
        JavaRDD<FeatureBlock> sized = coalesced(blocks, groups).setName(name);
        return new BlockedInput(
                sized.persist(StorageLevel.MEMORY_AND_DISK()), rows.rdd(), columns.multilabel(), execution.scanDepth());
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

    private static <T> JavaRDD<T> coalesced(JavaRDD<T> blocks, GivenGroups groups) {
        return groups.numPartitions() >= blocks.getNumPartitions()
                ? blocks
                : blocks.rdd()
                        .coalesce(groups.numPartitions(), false, Option.apply(groups), null)
                        .toJavaRDD();
    }

    JavaRDD<FeatureBlock> blocks() {
        return blocks;
    }

    /**
     * Statistics of the rows of each fold. The first call runs the scan, which builds and caches the blocks; others read the
     * blocks, unless the same class weights were asked for before. A SparkException says so if these are other rows.
     *
     * @param classWeights class weights with which rows enter means and deviations
     */
    FoldStatistics statistics(ClassWeights classWeights) {
        return statistics.computeIfAbsent(classWeights, this::scan);
    }

    private FoldStatistics scan(ClassWeights classWeights) {
        boolean labelVectors = multilabel; // not this, which cannot be sent
        FoldStatistics scanned = OrderedParts.aggregate(
                        grouped.orElse(placed),
                        0L, // not known before the scan
                        scanDepth,
                        (partition, own) -> FoldStatistics.of(partition, own, classWeights, labelVectors),
                        FoldStatistics::merge)
                .orElseGet(() -> FoldStatistics.none(classWeights, labelVectors));
        if (first.isEmpty()) {
            first = Optional.of(scanned);
            grouped = Optional.of(grouped(scanned.layout()));
            CachedInput.of(rows)
                    .line(CachedInput.of(blocks.rdd()))
                    .ifPresent(line -> LOG.info("{} {}.", blocks.name(), line));
        }
        BlockPasses.requireSameRows(
                rows(BlockPasses.NONE), scanned.without(BlockPasses.NONE).rows());
        return scanned;
    }

    @Override
    public Fingerprint rows(int heldOut) {
        return first.orElseThrow().without(heldOut).rows();
    }

    private JavaRDD<PartitionBlocks> grouped(BlockLayout layout) {
        List<List<Integer>> groups = layout.groups(blocks.context().defaultParallelism());
        return coalesced(placed, new GivenGroups(groups));
    }

    /** The blocks, one partition per task. */
    JavaRDD<PartitionBlocks> placed() {
        return placed;
    }

    /** A task per core slot, unless each partition's sums are so large that a task should hold no more than one of them. */
    @Override
    public JavaRDD<PartitionBlocks> forPasses(long numSums) {
        boolean small = blocks.getNumPartitions() * numSums <= SUMS_FOR_GROUPS;
        return small ? grouped.orElse(placed) : placed;
    }

    @Override
    public void close() {
        blocks.unpersist(false);
    }
}
