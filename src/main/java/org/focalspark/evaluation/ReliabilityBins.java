package org.focalspark.evaluation;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Computes the sums of scored rows by bin. The driver receives only the sums. */
final class ReliabilityBins {
    private ReliabilityBins() {}

    /** Computes bins [i / numBins, (i + 1) / numBins); the last bin also contains 1. */
    static SortedMap<Integer, ReliabilityBin> equalWidth(JavaRDD<CalibrationRow> rows, int numBins) {
        return new TreeMap<>(rows.mapToPair(row -> new Tuple2<>(binOf(row.score(), numBins), ReliabilityBin.of(row)))
                .reduceByKey(ReliabilityBin::plus)
                .collectAsMap());
    }

    /**
     * Computes bins of about equal weight. Equal scores share a bin: bin i contains the scores for which the share of
     * the weight strictly below them is in [i / numBins, (i + 1) / numBins). The sort is distributed; the driver stores
     * one number per partition.
     */
    static SortedMap<Integer, ReliabilityBin> equalMass(JavaRDD<CalibrationRow> rows, int numBins) {
        JavaPairRDD<Double, ReliabilityBin> scores = rows.mapToPair(
                        row -> new Tuple2<>(row.score(), ReliabilityBin.of(row)))
                .reduceByKey(ReliabilityBin::plus)
                .sortByKey();
        List<Double> partitions = scores.values()
                .mapPartitions(bins -> List.of(weightOf(bins)).iterator())
                .collect();
        double[] below = new double[partitions.size() + 1];
        for (int i = 0; i < partitions.size(); i++) {
            below[i + 1] = below[i] + partitions.get(i);
        }
        SortedMap<Integer, ReliabilityBin> bins = new TreeMap<>();
        scores.values()
                .mapPartitionsWithIndex(
                        (index, part) -> cut(part, numBins, below[index], below[below.length - 1]), false)
                .collect()
                .forEach(entry -> bins.merge(entry._1(), entry._2(), ReliabilityBin::plus));
        return bins;
    }

    private static Iterator<Tuple2<Integer, ReliabilityBin>> cut(
            Iterator<ReliabilityBin> scores, int numBins, double weightBefore, double weightSum) {
        Map<Integer, ReliabilityBin> bins = new TreeMap<>();
        double below = weightBefore;
        while (scores.hasNext()) {
            ReliabilityBin score = scores.next();
            int bin = (int) Math.min(Math.floor(numBins * below / weightSum), numBins - 1.0);
            bins.merge(bin, score, ReliabilityBin::plus);
            below += score.weight();
        }
        return bins.entrySet().stream()
                .map(entry -> new Tuple2<>(entry.getKey(), entry.getValue()))
                .iterator();
    }

    private static double weightOf(Iterator<ReliabilityBin> bins) {
        double weight = 0.0;
        while (bins.hasNext()) {
            weight += bins.next().weight();
        }
        return weight;
    }

    /** Compares with the edges, because score * numBins may round to the wrong side of an edge. */
    private static int binOf(double score, int numBins) {
        int bin = (int) Math.min(score * numBins, numBins - 1.0);
        if (bin + 1 < numBins && score >= (bin + 1.0) / numBins) {
            return bin + 1;
        }
        return score < (double) bin / numBins ? bin - 1 : bin;
    }
}
