package org.focalspark.training.input;

import java.io.Serializable;

/**
 * Maximum size of blocks: bytes of raw values before narrowing, plus bytes of all labels except the first.
 *
 * @param dense limit of dense blocks
 * @param sparse limit of sparse blocks
 */
record BlockLimit(long dense, long sparse) implements Serializable {
    private static final long MIB = 1L << 20;

    /**
     * Default for dense blocks. Their rows are read in tiles that fit into the first-level cache, for any block size.
     */
    private static final long DENSE = MIB;

    /**
     * Default for sparse blocks. They are read slot by slot: with more rows, cached coefficients are reused more often.
     */
    private static final long SPARSE = 16 * MIB;

    /**
     * Returns the limit for a block size set by the user, or the default.
     *
     * @param megabytes size of a block in MiB, or 0 for the default
     */
    static BlockLimit of(double megabytes) {
        long bytes = (long) Math.ceil(megabytes * MIB);
        return bytes == 0L ? new BlockLimit(DENSE, SPARSE) : new BlockLimit(bytes, bytes);
    }

    /**
     * Returns the limit for this many blocks that are filled at the same time. Together they use no more memory than
     * one block or than as many dense blocks.
     */
    BlockLimit among(int numBlocks) {
        return new BlockLimit(dense, Math.max(Math.min(dense, sparse), sparse / numBlocks));
    }
}
