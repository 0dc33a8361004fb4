package org.focalspark.training;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;

/** Puts partitions together as it is told. Where a group runs is left to Spark, which goes by its first cached partition. */
final class GivenGroups implements PartitionCoalescer, Serializable {
    private static final long serialVersionUID = 1L;

    private final int[][] groups;

    GivenGroups(List<List<Integer>> groups) {
        this.groups = groups.stream()
                .map(group -> group.stream().mapToInt(partition -> partition).toArray())
                .toArray(int[][]::new);
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
