package org.focalspark.training.input;

import java.io.Serializable;

/**
 * How large blocks become, in bytes of raw values, before they are narrowed, and of the labels after the first.
 *
 * @param dense limit of dense blocks
 * @param sparse limit of sparse blocks
 */
record BlockLimit(long dense, long sparse) implements Serializable {
    private static final long MIB = 1L << 20;

    /** Dense rows are taken in tiles that fit the first-level cache, whatever the block. */
    private static final long DENSE = MIB;

    /** Sparse blocks are read slot by slot, so that their coefficients are found in a cache: the more rows, the better. */
    private static final long SPARSE = 16 * MIB;

    /**
     * Limit that a user has set, or has left to us.
     *
     * @param megabytes size of a block in MiB, or 0
     */
    static BlockLimit of(double megabytes) {
        long bytes = (long) Math.ceil(megabytes * MIB);
        return bytes == 0L ? new BlockLimit(DENSE, SPARSE) : new BlockLimit(bytes, bytes);
    }

    /** Limit for as many blocks at a time, which take no more memory together than one did, or than dense ones do. */
    BlockLimit among(int numBlocks) {
        return new BlockLimit(dense, Math.max(Math.min(dense, sparse), sparse / numBlocks));
    }
}
