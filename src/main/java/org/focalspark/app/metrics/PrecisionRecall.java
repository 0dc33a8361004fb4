package org.focalspark.app.metrics;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Largest F1 and recalls over all thresholds on the probability.
 *
 * @param bestF1 largest F1, 0 if no threshold finds a positive row
 * @param bestF1Threshold threshold of this F1: rows with at least this probability are predicted positive; the largest
 *     one in case of ties
 * @param precisionAtBestF1 precision at that threshold
 * @param recallAtBestF1 recall at that threshold
 * @param recallAtPrecision50 largest recall with a precision of at least 50 %, 0 if there is none
 * @param recallAtPrecision90 largest recall with a precision of at least 90 %, 0 if there is none
 */
@DefaultSerializer(JavaSerializer.class) // Kryo itself cannot reach the fields of a record
record PrecisionRecall(
        double bestF1,
        double bestF1Threshold,
        double precisionAtBestF1,
        double recallAtBestF1,
        double recallAtPrecision50,
        double recallAtPrecision90)
        implements Serializable {

    private static final PrecisionRecall NONE = new PrecisionRecall(0.0, Double.NaN, 0.0, 0.0, 0.0, 0.0);

    /**
     * Evaluates every threshold.
     *
     * @param precisions precision by threshold
     * @param recalls recall by threshold, in the same order
     */
    static PrecisionRecall of(JavaRDD<Tuple2<Object, Object>> precisions, JavaRDD<Tuple2<Object, Object>> recalls) {
        return precisions
                .zip(recalls)
                .map(point -> at((Double) point._1()._1(), (Double) point._1()._2(), (Double)
                        point._2()._2()))
                .fold(NONE, PrecisionRecall::better);
    }

    private static PrecisionRecall at(double threshold, double precision, double recall) {
        double f1 = recall == 0.0 ? 0.0 : 2.0 * precision * recall / (precision + recall);
        return new PrecisionRecall(
                f1, threshold, precision, recall, precision >= 0.5 ? recall : 0.0, precision >= 0.9 ? recall : 0.0);
    }

    /** Merges each metric separately. Commutative, so the order of partitions does not matter. */
    private PrecisionRecall better(PrecisionRecall that) {
        boolean higher = that.bestF1 > bestF1 || (that.bestF1 == bestF1 && !(that.bestF1Threshold <= bestF1Threshold));
        PrecisionRecall best = higher ? that : this;
        return new PrecisionRecall(
                best.bestF1,
                best.bestF1Threshold,
                best.precisionAtBestF1,
                best.recallAtBestF1,
                Math.max(recallAtPrecision50, that.recallAtPrecision50),
                Math.max(recallAtPrecision90, that.recallAtPrecision90));
    }
}
