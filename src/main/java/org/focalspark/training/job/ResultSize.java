package org.focalspark.training.job;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Size of the results that a pass sends to the driver: one sum per coefficient from each task of the last stage, all at
 * once. Spark aborts a job whose results exceed spark.driver.maxResultSize.
 *
 * @param numPartitions partitions of the blocks
 * @param numSums sums in the result of a partition
 * @param depth depth of the tree in which sums are merged, &gt;= 1
 */
record ResultSize(int numPartitions, long numSums, int depth) {
    /** Value of the unlimited setting. */
    static final long UNLIMITED = 0L;

    /** Maximum depth: more stages would slow a pass without smaller results. */
    private static final int MAX_DEPTH = 6;

    private static final double MIB = 1024.0 * 1024.0;

    /** Number of tasks that send their sums to the driver. */
    int numResults() {
        return MergeTree.numResults(numPartitions, numSums, depth);
    }

    /** Bytes of all their sums, without the few hundred bytes of overhead per result. */
    double bytes() {
        return (double) numResults() * numSums * Double.BYTES;
    }

    /**
     * Returns a warning to log before the first pass.
     *
     * @param maxResultBytes spark.driver.maxResultSize in bytes, or {@link #UNLIMITED}
     * @return a sentence, or empty if the results fit
     */
    Optional<String> warning(long maxResultBytes) {
        if (maxResultBytes == UNLIMITED || bytes() <= maxResultBytes) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "spark.driver.maxResultSize is %,.0f MiB, but what %,d tasks send to the driver in each pass takes about %,.0f MiB"
                        + " (%,d sums of 8 bytes each), so that Spark will end the fit. Raise it%s.",
                maxResultBytes / MIB,
                numResults(),
                bytes() / MIB,
                numSums,
                deeper(maxResultBytes)
                        .map(depth -> ", set aggregationDepth to " + depth + ", or train on fewer partitions")
                        .orElse(", or train on fewer features (FeatureHasher)")));
    }

    /** Smallest depth at which the results would fit. */
    private Optional<Integer> deeper(long maxResultBytes) {
        return IntStream.rangeClosed(depth + 1, MAX_DEPTH)
                .filter(more -> new ResultSize(numPartitions, numSums, more).bytes() <= maxResultBytes)
                .boxed()
                .findFirst();
    }
}
