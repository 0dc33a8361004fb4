package org.focalspark.training.input;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.focalspark.loss.ClassWeights;
import org.focalspark.objective.DenseBlock;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.Fingerprint;
import org.focalspark.objective.RowSample;
import org.focalspark.objective.SampleRates;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.job.DriverMemory;
import org.focalspark.training.job.Execution;
import org.focalspark.training.job.OrderedParts;
import org.focalspark.training.job.PartitionBlocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Training data as cached blocks, built together with the statistics in the only scan of the input. Closing releases
 * the cache.
 *
 * <p>The scan has many partitions, see {@link BlockPartitions}. Passes combine the partitions of one executor. If the
 * sums of many partitions would cost more memory than the rows, the blocks move once into fewer partitions.
 */
public final class BlockedInput implements BlockPasses.Input, AutoCloseable {
    /** Maximum numbers in the results of all partitions for which one task may have the results of several. */
    private static final long SUMS_FOR_GROUPS = 1L << 24;

    /**
     * Largest total number of features over all partitions for which the scan computes statistics: each feature and
     * fold needs several numbers.
     */
    private static final long FEATURES_FOR_SCAN = 1L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(BlockedInput.class);

    private final List<JavaRDD<FeatureBlock>> cached = new ArrayList<>();
    private final BlockPartitions partitions;
    private final RDD<Row> rows;
    private final Scan scan;
    private final Map<ClassWeights, FoldStatistics> statistics = new HashMap<>();
    private JavaRDD<PartitionBlocks> placed;
    private final Map<Integer, RowSample> samples = new HashMap<>();
    private Optional<FoldStatistics> first = Optional.empty();
    private Optional<JavaRDD<PartitionBlocks>> grouped = Optional.empty();

    /** Name of the blocks in Spark's UI, and settings of their statistics. */
    private record Scan(String name, String featuresCol, boolean multilabel, int depth) {}

    private BlockedInput(JavaRDD<FeatureBlock> blocks, BlockPartitions partitions, RDD<Row> rows, Scan scan) {
        this.partitions = partitions;
        this.rows = rows;
        this.scan = scan;
        this.placed = placed(cached(blocks, partitions.scan()));
    }

    /**
     * Plans the scan; the first use of the blocks runs it. Shuffles in the plan of the input may run at once.
     *
     * @param dataset input
     * @param columns columns to read
     * @param folds how rows are split for validation, if they are
     * @param execution size of blocks, depth of the scan
     * @param name name of the cached data in Spark's UI
     * @return the blocks, to be closed
     */
    public static BlockedInput of(
            Dataset<?> dataset, InputColumns columns, Optional<Folds> folds, Execution execution, String name) {
        InputRows input = InputRows.of(dataset, columns, folds);
        return new BlockedInput(
                input.blocks(InputRows.Building.of(columns, execution)),
                BlockPartitions.of(columns.selectFrom(dataset), input.rows().getNumPartitions()),
                input.rows().rdd(),
                new Scan(name, columns.features(), columns.multilabel(), execution.scanDepth()));
    }

    /**
     * Returns digests of the rows of a dataset, as the scan of a fit computes them. Reads the rows and caches nothing.
     *
     * @param dataset rows
     * @param columns columns to read
     * @param execution size of blocks
     * @return digest of all rows
     */
    public static Fingerprint fingerprint(Dataset<?> dataset, InputColumns columns, Execution execution) {
        Fingerprint all = new Fingerprint();
        InputRows.of(dataset, columns, Optional.empty())
                .blocks(InputRows.Building.of(columns, execution))
                .mapPartitions(blocks -> {
                    Fingerprint own = new Fingerprint();
                    blocks.forEachRemaining(own::add);
                    return List.of(own).iterator();
                })
                .collect()
                .forEach(all::merge);
        return all;
    }

    /** Returns blocks in this number of partitions, cached on first use. */
    private JavaRDD<FeatureBlock> cached(JavaRDD<FeatureBlock> blocks, int numPartitions) {
        JavaRDD<FeatureBlock> sized = coalesced(
                        blocks, GivenGroups.ofNeighbors(blocks.getNumPartitions(), numPartitions))
                .setName(scan.name());
        cached.add(sized);
        return sized.persist(StorageLevel.MEMORY_AND_DISK());
    }

    private static JavaRDD<PartitionBlocks> placed(JavaRDD<FeatureBlock> blocks) {
        return blocks.mapPartitionsWithIndex(
                (partition, own) -> List.of(new PartitionBlocks(partition, own)).iterator(), true);
    }

    private static <T> JavaRDD<T> coalesced(JavaRDD<T> blocks, GivenGroups groups) {
        return groups.numPartitions() >= blocks.getNumPartitions()
                ? blocks
                : blocks.rdd()
                        .coalesce(groups.numPartitions(), false, Option.apply(groups), null)
                        .toJavaRDD();
    }

    /**
     * Returns the cached blocks.
     *
     * @return blocks in the partitions that they are cached in
     */
    public JavaRDD<FeatureBlock> blocks() {
        return cached.get(cached.size() - 1);
    }

    /**
     * Returns the statistics of each fold. The first call runs the scan, which builds and caches the blocks. Later
     * calls read the blocks, except for class weights of an earlier call. Throws a SparkException if the rows differ
     * from those of the scan.
     *
     * @param classWeights class weights of the rows in means and deviations
     * @return statistics; must not be changed
     */
    public FoldStatistics statistics(ClassWeights classWeights) {
        return statistics.computeIfAbsent(classWeights, this::scan);
    }

    private FoldStatistics scan(ClassWeights classWeights) {
        FoldStatistics scanned = read(classWeights, first.isEmpty() ? maxFeatures() : Integer.MAX_VALUE);
        if (first.isEmpty() && scanned.isTooLarge()) {
            // Checked before any task allocates vectors of that size.
            DriverMemory.require(scan.featuresCol(), scanned.tooManyFeatures(), scanned.tooManyFeatures());
            if (canMove()) {
                moveIntoFewer();
            }
            scanned = read(classWeights, Integer.MAX_VALUE);
        }
        if (first.isEmpty()) {
            first = Optional.of(scanned);
            grouped = Optional.of(grouped(scanned.layout()));
            CachedInput.of(rows)
                    .line(CachedInput.of(blocks().rdd()))
                    .ifPresent(line -> LOG.info("{} {}.", scan.name(), line));
        }
        BlockPasses.requireSameRows(
                rows(BlockPasses.NONE), scanned.without(BlockPasses.NONE).rows());
        return scanned;
    }

    /**
     * Largest number of features for statistics in the first scan; statistics of more features need fewer partitions
     * and enough memory.
     */
    private int maxFeatures() {
        return (int) (canMove() ? FEATURES_FOR_SCAN / placed.getNumPartitions() : FEATURES_FOR_SCAN);
    }

    private FoldStatistics read(ClassWeights classWeights, int maxFeatures) {
        boolean labelVectors = scan.multilabel(); // a local variable, since this is not serializable
        return OrderedParts.aggregate(
                        grouped.orElse(placed),
                        0L, // unknown before the scan
                        scan.depth(),
                        (partition, own) ->
                                FoldStatistics.none(classWeights, labelVectors).read(partition, own, maxFeatures),
                        FoldStatistics::merge)
                .orElseGet(() -> FoldStatistics.none(classWeights, labelVectors));
    }

    private boolean canMove() {
        return placed.getNumPartitions() > numForPasses();
    }

    private int numForPasses() {
        return partitions.passes(blocks().context().defaultParallelism());
    }

    /**
     * Moves the blocks into fewer partitions. The old blocks are released only afterward, so the input is not read
     * again.
     */
    private void moveIntoFewer() {
        JavaRDD<FeatureBlock> before = blocks();
        JavaRDD<FeatureBlock> fewer = cached(before, numForPasses());
        fewer.foreachPartition(blocks -> {}); // reading fills the cache
        before.unpersist(false);
        placed = placed(fewer);
        grouped = Optional.empty();
    }

    /**
     * Returns a sample of the rows. The first call for a number of rows reads the cached blocks; later calls return the
     * same sample.
     *
     * @param numRows number of rows that the sample should have, &gt; 0
     * @return the sample, in the driver's memory
     */
    public RowSample sample(int numRows) {
        return samples.computeIfAbsent(numRows, this::taken);
    }

    private RowSample taken(int numRows) {
        SampleRates rates = first.orElseThrow().without(BlockPasses.NONE).rates(numRows);
        List<DenseBlock> rows = blocks().mapPartitions(
                        blocks -> RowSample.take(blocks, rates).iterator())
                .collect();
        return RowSample.of(rows, rates.isAll());
    }

    @Override
    public Fingerprint rows(int heldOut) {
        return first.orElseThrow().without(heldOut).rows();
    }

    /**
     * Returns the digest of the rows of a fold, as computed by the scan.
     *
     * @param fold the fold
     * @return digest, of no rows if there are none
     */
    public Fingerprint rowsOf(int fold) {
        return first.orElseThrow().rows(fold);
    }

    private JavaRDD<PartitionBlocks> grouped(BlockLayout layout) {
        List<List<Integer>> groups = layout.groups(blocks().context().defaultParallelism());
        return coalesced(placed, new GivenGroups(groups));
    }

    /**
     * Returns the blocks, one partition per task.
     *
     * @return blocks in the partitions that they are cached in
     */
    public JavaRDD<PartitionBlocks> placed() {
        return placed;
    }

    /**
     * Returns one task per core slot; or one task per partition if the sums are too large for one task to have several.
     */
    @Override
    public JavaRDD<PartitionBlocks> forPasses(long numSums) {
        if (placed.getNumPartitions() * numSums > SUMS_FOR_GROUPS && canMove()) {
            moveIntoFewer();
        }
        boolean small = placed.getNumPartitions() * numSums <= SUMS_FOR_GROUPS;
        return small ? grouped.orElse(placed) : placed;
    }

    @Override
    public void close() {
        cached.forEach(blocks -> blocks.unpersist(false));
    }
}
