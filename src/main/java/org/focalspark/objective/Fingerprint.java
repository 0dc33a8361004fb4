package org.focalspark.objective;

import java.io.Serializable;

/**
 * Which rows were seen: their number and a hash of all labels, weights and values, so that a later pass over a cache that had
 * to be filled again can tell whether it saw the same. The order of rows does not matter, since a partition that is made again
 * after a shuffle may have another. Not thread-safe.
 */
public final class Fingerprint implements Serializable {
    private static final long serialVersionUID = 1L;

    /** An odd number with bits everywhere, as in SplittableRandom. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long numRows;
    private long hash;

    /** Makes the fingerprint of no rows. */
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
     * Adds the rows of another.
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
     * Whether the same rows were seen.
     *
     * @param other another fingerprint
     * @return false if a row differs, up to hashes that happen to agree
     */
    public boolean isSame(Fingerprint other) {
        return numRows == other.numRows && hash == other.hash;
    }

    /** Hash of a number at a place; summed over the places of a row, it tells any change in their order. */
    static long hash(long place, double value) {
        long bits = Double.doubleToLongBits(value + 0.0); // -0.0 is not stored in sparse rows
        return (bits ^ (bits >>> 32)) * ((place * STEP) | 1L);
    }

    /** Spreads the hash of a row over all bits, so that sums over rows tell one row from another. */
    static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
