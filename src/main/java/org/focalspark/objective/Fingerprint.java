package org.focalspark.objective;

import java.io.Serializable;

/**
 * Digest of rows: their number and a hash of all labels, weights and values. It shows whether a later pass reads the
 * same rows, even if Spark had to recompute cached blocks. The order of rows does not matter, since a partition that is
 * recomputed after a shuffle may have another order. Not thread-safe.
 */
public final class Fingerprint implements Serializable {
    private static final long serialVersionUID = 1L;

    /** An odd number with bits everywhere, as in SplittableRandom. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long numRows;
    private long hash;

    /** Creates the fingerprint of no rows. */
    public Fingerprint() {}

    /**
     * Adds the rows of a block.
     *
     * @param block rows
     */
    public void add(FeatureBlock block) {
        numRows += block.numRows();
        hash += block.hash();
    }

    /**
     * Adds the rows of another fingerprint.
     *
     * @param other fingerprint of other rows
     */
    public void merge(Fingerprint other) {
        numRows += other.numRows;
        hash += other.hash;
    }

    /**
     * Number of rows.
     *
     * @return rows seen
     */
    public long numRows() {
        return numRows;
    }

    /**
     * Whether two fingerprints are of the same rows.
     *
     * @param other another fingerprint
     * @return false if a row differs, except for hash collisions
     */
    public boolean isSame(Fingerprint other) {
        return numRows == other.numRows && hash == other.hash;
    }

    /** Hash of a number at a position. The sum over the positions of a row depends on the order of its numbers. */
    static long hash(long place, double value) {
        long bits = Double.doubleToLongBits(value + 0.0); // -0.0 is not stored in sparse rows
        return (bits ^ (bits >>> 32)) * ((place * STEP) | 1L);
    }

    /** Mixes the bits of the hash of a row, so that a sum over rows changes if rows exchange values. */
    static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
