package org.focalspark.training.input;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;

/**
 * Coalescer with given groups of partitions, the same in every run. Spark's own coalescer groups partitions by the
 * location of their data, which changes between runs and with it the order of sums. Spark still chooses where a group
 * runs, by its first partition.
 *
 * <p>It extends Partitioner, which maps the index of a partition to its group, because Spark requires a coalescer of
 * Scala's type Serializable, which has no common name in Scala 2.12 and 2.13.
 */
final class GivenGroups extends Partitioner implements PartitionCoalescer {
    private static final long serialVersionUID = 1L;

    private final int[][] groups;

    GivenGroups(List<List<Integer>> groups) {
        this.groups = groups.stream()
                .map(group -> group.stream().mapToInt(partition -> partition).toArray())
                .toArray(int[][]::new);
    }

    /** Creates groups of neighbors whose sizes differ by at most one partition. */
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
