package org.focalspark.training.input;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;

/**
 * Executor and size of each cached partition of the blocks, recorded by the scan. Passes combine neighboring partitions
 * of an executor, so that every core has one task and all tasks have similar sizes.
 */
final class BlockLayout implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<Integer, String> executors = new TreeMap<>();
    private final TreeMap<Integer, Long> sizes = new TreeMap<>();

    /** Records a partition that this executor has just read. */
    void note(int partition, long size) {
        note(partition, SparkEnv.get().executorId(), size);
    }

    void note(int partition, String executor, long size) {
        executors.put(partition, executor);
        sizes.put(partition, size);
    }

    void merge(BlockLayout other) {
        executors.putAll(other.executors);
        sizes.putAll(other.sizes);
    }

    /**
     * Returns groups of partitions, one group per task.
     *
     * @param slots tasks that can run at once on all executors
     * @return indices of partitions, in ascending order within a group
     */
    List<List<Integer>> groups(int slots) {
        Map<String, List<Integer>> byExecutor = new TreeMap<>();
        executors.forEach((partition, executor) -> byExecutor
                .computeIfAbsent(executor, absent -> new ArrayList<>())
                .add(partition));
        double total = size(executors.keySet());
        List<List<Integer>> groups = new ArrayList<>();
        // In proportion to its share of the work, so that an executor with most of the blocks is no bottleneck.
        byExecutor
                .values()
                .forEach(partitions ->
                        groups.addAll(balanced(partitions, (int) Math.ceil(slots * size(partitions) / total))));
        groups.sort((one, other) -> Integer.compare(one.get(0), other.get(0)));
        return groups;
    }

    /** Splits consecutive partitions into groups of similar total size. */
    private List<List<Integer>> balanced(List<Integer> partitions, int numGroups) {
        double total = size(partitions);
        TreeMap<Integer, List<Integer>> groups = new TreeMap<>();
        double before = 0.0;
        for (int partition : partitions) {
            double middle = before + 0.5 * size(partition);
            int group = (int) Math.min(numGroups - 1.0, numGroups * middle / total);
            groups.computeIfAbsent(group, absent -> new ArrayList<>()).add(partition);
            before += size(partition);
        }
        return List.copyOf(groups.values());
    }

    private double size(Collection<Integer> partitions) {
        return partitions.stream().mapToLong(this::size).sum();
    }

    /** Size of a partition, at least 1, so that empty partitions are assigned too. */
    private long size(int partition) {
        return Math.max(1L, sizes.getOrDefault(partition, 0L));
    }
}
