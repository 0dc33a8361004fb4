package org.focalspark.training.input;

import java.math.BigInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Numbers of partitions of blocks.
 *
 * <p>Passes are fastest with one partition per core slot: one task each, and few results to merge. The scan needs more:
 * it reads the input, whose partitions may each cost seconds, take unequal time, or wait for executors that have not
 * started. A task costs milliseconds, so the scan still combines thousands of small partitions.
 *
 * @param scan number of partitions of the scan, which combines neighboring partitions of the input
 * @param bySize number of partitions that keeps each small enough to be lost, moved or spilled separately
 */
record BlockPartitions(int scan, long bySize) {
    /** Bytes of input per partition of blocks: large enough to be lost, moved or spilled separately. */
    private static final long PARTITION_BYTES = 128L << 20;

    /** Number of scan tasks whose overhead is negligible. */
    private static final int CHEAP_TASKS = 64;

    /**
     * Tasks of the scan per core slot, so that slots with cheap partitions take over work from slots with costly ones.
     */
    private static final int TASKS_PER_SLOT = 4;

    /**
     * Computes the numbers for an input.
     *
     * @param selected columns that are read; only its size is estimated, and it is not executed
     * @param numPartitions partitions of the input
     */
    static BlockPartitions of(Dataset<Row> selected, int numPartitions) {
        SparkContext context = selected.sparkSession().sparkContext();
        BigInteger bytes =
                // Not the optimized plan: the RDD has its own plan, and the optimizer evaluates what it can.
                selected.queryExecution().withCachedData().stats().sizeInBytes().bigInteger();
        long bySize = bytes.divide(BigInteger.valueOf(PARTITION_BYTES))
                .min(BigInteger.valueOf(Integer.MAX_VALUE - 1))
                .longValueExact();
        // With dynamic allocation, slots appear when there are tasks for them, so their number is unknown.
        boolean slotsToCome = context.getConf().getBoolean("spark.dynamicAllocation.enabled", false);
        return of(numPartitions, slotsToCome ? numPartitions : context.defaultParallelism(), bySize + 1);
    }

    /**
     * Computes the numbers from sizes.
     *
     * @param numPartitions partitions of the input
     * @param slots number of tasks that can run at once, as far as known
     * @param bySize number of partitions that keeps each small enough
     */
    static BlockPartitions of(int numPartitions, int slots, long bySize) {
        long wanted = Math.max((long) TASKS_PER_SLOT * slots, Math.max(CHEAP_TASKS, bySize));
        return new BlockPartitions((int) Math.min(numPartitions, wanted), bySize);
    }

    /**
     * Returns a number of partitions that is small enough for sums of any size.
     *
     * @param slots number of tasks that can run at once, known after the scan
     */
    int passes(int slots) {
        return (int) Math.min(scan, Math.max(slots, bySize));
    }
}
