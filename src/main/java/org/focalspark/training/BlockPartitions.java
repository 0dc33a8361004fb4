package org.focalspark.training;

import java.math.BigInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many partitions blocks are in.
 *
 * <p>Passes want one per core slot: one task each, few results to merge. The scan wants more: it reads the input, whose
 * partitions may each cost seconds, take unequal time, or wait for executors that are still to come. A task costs
 * milliseconds, so that thousands of small partitions are put together even there.
 *
 * @param scan partitions that the scan builds, neighbours of the input's put together
 * @param bySize partitions that are as small as they need be to be lost, moved or spilled on their own
 */
record BlockPartitions(int scan, long bySize) {
    /** Bytes of the input from which on a partition of blocks is large enough to be lost, moved or spilled on its own. */
    private static final long PARTITION_BYTES = 128L << 20;

    /** Tasks of the scan that cost less than a glance, together. */
    private static final int CHEAP_TASKS = 64;

    /** Tasks of the scan per core slot, so that a slot with cheap partitions takes from one with costly ones. */
    private static final int TASKS_PER_SLOT = 4;

    /**
     * The numbers for an input.
     *
     * @param selected columns that are read, planned only as far as its size is estimated
     * @param numPartitions partitions of the input
     */
    static BlockPartitions of(Dataset<Row> selected, int numPartitions) {
        SparkContext context = selected.sparkSession().sparkContext();
        BigInteger bytes =
                // Not the optimised plan: the RDD has one of its own, and the optimiser evaluates what it can.
                selected.queryExecution().withCachedData().stats().sizeInBytes().bigInteger();
        long bySize = bytes.divide(BigInteger.valueOf(PARTITION_BYTES))
                .min(BigInteger.valueOf(Integer.MAX_VALUE - 1))
                .longValueExact();
        // With dynamic allocation, slots come when there are tasks for them: nobody knows how many.
        boolean slotsToCome = context.getConf().getBoolean("spark.dynamicAllocation.enabled", false);
        return of(numPartitions, slotsToCome ? numPartitions : context.defaultParallelism(), bySize + 1);
    }

    /**
     * The numbers by rule.
     *
     * @param numPartitions partitions of the input
     * @param slots tasks that can run at once, as far as is known
     * @param bySize partitions that are large enough
     */
    static BlockPartitions of(int numPartitions, int slots, long bySize) {
        long wanted = Math.max((long) TASKS_PER_SLOT * slots, Math.max(CHEAP_TASKS, bySize));
        return new BlockPartitions((int) Math.min(numPartitions, wanted), bySize);
    }

    /**
     * Partitions that are few enough for sums of any size.
     *
     * @param slots tasks that can run at once, known once the scan has run
     */
    int passes(int slots) {
        return (int) Math.min(scan, Math.max(slots, bySize));
    }
}
