package org.focalspark.training.job;

import java.util.OptionalInt;

/**
 * Block size and aggregation depth of a fit.
 *
 * @param maxBlockSizeInMB size of a block in MiB; 0 to choose it automatically
 * @param aggregationDepth depth of the tree in which sums are merged, or empty to choose one
 */
public record Execution(double maxBlockSizeInMB, OptionalInt aggregationDepth) {

    /**
     * Returns the depth of the scan: Spark's default if none is set, since the scan runs before its dimension is known.
     *
     * @return stages, &gt;= 1
     */
    public int scanDepth() {
        return aggregationDepth.orElse(2);
    }

    /**
     * Returns the depth of a pass.
     *
     * @param numPartitions partitions whose results are merged
     * @param numSums numbers in the result of a partition
     * @return stages, &gt;= 1
     */
    public int depth(int numPartitions, long numSums) {
        return aggregationDepth.orElse(MergeTree.depthFor(numPartitions, numSums));
    }
}
