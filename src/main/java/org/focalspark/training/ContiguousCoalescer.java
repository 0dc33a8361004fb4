package org.focalspark.training;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.Partition;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;
import scala.collection.Seq;

/**
 * Puts neighbouring partitions together, the same ones every time. Spark's own coalescer goes by where the data are, which
 * changes between runs, and with it the order of sums; here that is only a preference of the group as a whole.
 */
final class ContiguousCoalescer implements PartitionCoalescer, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public PartitionGroup[] coalesce(int maxPartitions, RDD<?> parent) {
        Partition[] partitions = parent.partitions();
        int numGroups = Math.min(maxPartitions, partitions.length);
        PartitionGroup[] groups = new PartitionGroup[numGroups];
        for (int g = 0; g < numGroups; g++) {
            int from = (int) ((long) g * partitions.length / numGroups);
            int to = (int) ((long) (g + 1) * partitions.length / numGroups);
            groups[g] = new PartitionGroup(commonPlace(parent, partitions, from, to));
            for (int p = from; p < to; p++) {
                groups[g].partitions().$plus$eq(partitions[p]);
            }
        }
        return groups;
    }

    /** Where most of the partitions are, if they are anywhere. */
    private static Option<String> commonPlace(RDD<?> parent, Partition[] partitions, int from, int to) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int p = from; p < to; p++) {
            Seq<String> places = parent.preferredLocations(partitions[p]);
            for (int i = 0; i < places.size(); i++) {
                counts.merge(places.apply(i), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(most -> Option.apply(most.getKey()))
                .orElseGet(Option::empty);
    }
}
