package org.focalspark.training.input;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import scala.collection.Iterator;

/**
 * Parts of the input that the caller has cached. The fit caches its own blocks and reads its input once, so it does not
 * need this memory.
 *
 * <p>They are found among the RDDs from which the planned input is computed, for cached tables and cached RDDs alike.
 * Inspecting the plan would need Spark's private classes, and planning the input again would run its shuffles again.
 *
 * @param count number of cached RDDs
 * @param memoryBytes their current size in memory
 * @param diskBytes their current size on disk
 */
record CachedInput(int count, long memoryBytes, long diskBytes) {
    private static final double MIB = 1024.0 * 1024.0;

    /**
     * Finds the cached RDDs.
     *
     * @param rows the input, or a cached RDD itself
     */
    static CachedInput of(RDD<?> rows) {
        Set<Integer> cached = cachedIds(rows);
        SparkContext context = rows.sparkContext();
        CachedInput none = new CachedInput(cached.size(), 0L, 0L);
        return cached.isEmpty()
                ? none
                : Arrays.stream(context.getRDDStorageInfo())
                        .filter(storage -> cached.contains(storage.id()))
                        .map(storage -> new CachedInput(0, storage.memSize(), storage.diskSize()))
                        .reduce(none, CachedInput::and);
    }

    /**
     * Returns the sizes of both copies, as text that follows the name of the blocks; empty if the input is not cached.
     *
     * @param blocks size of the cached blocks
     */
    Optional<String> line(CachedInput blocks) {
        return count == 0
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "take %s; the cached input takes %s", blocks.size(), size()));
    }

    private String size() {
        String memory = String.format(Locale.ROOT, "%,.1f MiB", memoryBytes / MIB);
        return diskBytes == 0L
                ? memory
                : memory + String.format(Locale.ROOT, " and %,.1f MiB on disk", diskBytes / MIB);
    }

    private CachedInput and(CachedInput other) {
        return new CachedInput(count + other.count, memoryBytes + other.memoryBytes, diskBytes + other.diskBytes);
    }

    private static Set<Integer> cachedIds(RDD<?> rows) {
        Set<Integer> seen = new HashSet<>();
        Set<Integer> cached = new HashSet<>();
        Deque<RDD<?>> left = new ArrayDeque<>();
        left.add(rows);
        while (!left.isEmpty()) {
            RDD<?> next = left.remove();
            if (!seen.add(next.id())) {
                continue;
            }
            if (!next.getStorageLevel().equals(StorageLevel.NONE())) {
                cached.add(next.id());
            } else { // the parents of a cached RDD are not read again
                Iterator<org.apache.spark.Dependency<?>> parents =
                        next.dependencies().iterator();
                while (parents.hasNext()) {
                    left.add(parents.next().rdd());
                }
            }
        }
        return cached;
    }
}
