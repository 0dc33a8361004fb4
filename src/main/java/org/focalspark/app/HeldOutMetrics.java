package org.focalspark.app;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.evaluation.BinaryClassificationMetrics;
import scala.Tuple3;

/**
 * How good a model is on rows that it has not seen. All but the counts are weighted.
 *
 * @param rows number of rows
 * @param positives number of rows with label 1.0
 * @param prAuc area under the precision-recall curve by trapezoids, without binning; a random order scores the observed
 *     rate
 * @param rocAuc area under the ROC curve, without binning; a random order scores 0.5
 * @param logLoss mean -log(probability of the row's own class), infinite if one of these is 0
 * @param brierScore mean (probability of class 1 - label)^2
 * @param meanPredicted mean probability of class 1
 * @param observedRate share of class 1
 * @param thresholds the best that thresholds on the probability can do
 */
record HeldOutMetrics(
        long rows,
        long positives,
        double prAuc,
        double rocAuc,
        double logLoss,
        double brierScore,
        double meanPredicted,
        double observedRate,
        PrecisionRecall thresholds) {

    /** Every distinct probability is a threshold. */
    private static final int NO_BINS = 0;

    static HeldOutMetrics of(JavaRDD<ScoredRow> rows) {
        ProbabilityScores scores = ProbabilityScores.of(rows);
        JavaRDD<Tuple3<Double, Double, Double>> ranked =
                rows.map(row -> new Tuple3<>(row.probability(), row.label(), row.weight()));
        BinaryClassificationMetrics curves = new BinaryClassificationMetrics(ranked.rdd(), NO_BINS);
        try {
            return new HeldOutMetrics(
                    scores.rows(),
                    scores.positives(),
                    curves.areaUnderPR(),
                    curves.areaUnderROC(),
                    scores.logLoss() / scores.weight(),
                    scores.squaredError() / scores.weight(),
                    scores.predicted() / scores.weight(),
                    scores.positiveWeight() / scores.weight(),
                    PrecisionRecall.of(
                            curves.precisionByThreshold().toJavaRDD(),
                            curves.recallByThreshold().toJavaRDD()));
        } finally {
            curves.unpersist();
        }
    }
}
