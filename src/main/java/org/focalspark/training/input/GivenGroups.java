package org.focalspark.training.input;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;

/**
 * Puts partitions together as it is told, the same ones every time. Spark's own coalescer goes by where the data are, which
 * changes between runs, and with it the order of sums. Where a group runs is left to Spark, which goes by its first partition.
 *
 * <p>A Partitioner, from a partition's index to its group, because Spark asks for a coalescer that is serializable in Scala's
 * sense, and Scala 2.12 and 2.13 have no name for that in common.
 */
final class GivenGroups extends Partitioner implements PartitionCoalescer {
    private static final long serialVersionUID = 1L;

    private final int[][] groups;

    GivenGroups(List<List<Integer>> groups) {
        this.groups = groups.stream()
                .map(group -> group.stream().mapToInt(partition -> partition).toArray())
                .toArray(int[][]::new);
    }

    /** Groups of neighbors, of the same number of partitions each up to one. */
    static GivenGroups ofNeighbors(int numPartitions, int numGroups) {
        return new GivenGroups(IntStream.range(0, numGroups)
                .mapToObj(group -> IntStream.range(
                                start(group, numPartitions, numGroups), start(group + 1, numPartitions, numGroups))
                        .boxed()
                        .toList())
                .toList());
    }

    private static int start(int group, int numPartitions, int numGroups) {
        return (int) ((long) group * numPartitions / numGroups);
    }

    @Override
    public int numPartitions() {
        return groups.length;
    }

    @Override
    public int getPartition(Object partition) {
        for (int g = 0; g < groups.length; g++) {
            int wanted = (Integer) partition;
            if (IntStream.of(groups[g]).anyMatch(member -> member == wanted)) {
                return g;
            }
        }
        throw new IllegalArgumentException("Partition " + partition + " is in no group.");
    }

    @Override
    public PartitionGroup[] coalesce(int maxPartitions, RDD<?> parent) {
        PartitionGroup[] given = new PartitionGroup[groups.length];
        for (int g = 0; g < given.length; g++) {
            given[g] = new PartitionGroup(Option.empty());
            for (int partition : groups[g]) {
                given[g].partitions().$plus$eq(parent.partitions()[partition]);
            }
        }
        return given;
    }
}
