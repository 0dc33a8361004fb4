package org.focalspark.table;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Number of distinct values: exact up to a bound, estimated above it from the smallest hashes (k minimum values,
 * relative standard error 1 / sqrt(bound)). Does not depend on the order of the values.
 */
final class DistinctSketch implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int START = 16;

    private final int bound;
    /** Non-negative hashes; those before index {@code sorted} are sorted and distinct. */
    private long[] hashes = new long[START];

    private int sorted;
    private int size;
    /** Hashes at or above this limit are discarded. */
    private long limit = Long.MAX_VALUE;

    DistinctSketch(int bound) {
        this.bound = bound;
    }

    void add(long value) {
        long hash = mixed(value) >>> 1;
        if (hash >= limit || Arrays.binarySearch(hashes, 0, sorted, hash) >= 0) {
            return;
        }
        if (size == hashes.length) {
            compact();
        }
        if (hash < limit) {
            hashes[size++] = hash;
        }
    }

    void addText(String text) {
        long hash = 0xcbf29ce484222325L; // FNV-1a over chars, mixed by add
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        add(hash);
    }

    void merge(DistinctSketch that) {
        that.compact();
        limit = Math.min(limit, that.limit);
        for (int i = 0; i < that.size; i++) {
            if (size == hashes.length) {
                compact();
            }
            if (that.hashes[i] < limit) {
                hashes[size++] = that.hashes[i];
            }
        }
        compact();
    }

    /** Whether {@link #count} is exact. */
    boolean isExact() {
        compact();
        return limit == Long.MAX_VALUE;
    }

    /** Number of distinct values, or its estimate. */
    long count() {
        return isExact() ? size : Math.round(size / (limit / (double) Long.MAX_VALUE));
    }

    /** Sorts the hashes, drops duplicates, and keeps the smallest ones, which frees the rest of the array. */
    private void compact() {
        Arrays.sort(hashes, 0, size);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (hashes[i] < limit && (distinct == 0 || hashes[i] != hashes[distinct - 1])) {
                hashes[distinct++] = hashes[i];
            }
        }
        if (distinct > bound) {
            limit = hashes[bound];
            distinct = bound;
        }
        sorted = distinct;
        size = distinct;
        if (2 * distinct > hashes.length) {
            hashes = Arrays.copyOf(hashes, 4 * distinct > 2 * bound ? 2 * bound : 4 * distinct);
        }
    }

    /** The finalizer of MurmurHash3: equal values have equal hashes, all others differ. */
    private static long mixed(long value) {
        long hash = value;
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
