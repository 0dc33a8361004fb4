package org.focalspark.app.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.evaluation.BinaryClassificationMetrics;
import org.focalspark.app.data.InstanceWeight;
import org.focalspark.app.text.JsonNumber;
import org.focalspark.app.text.Shown;
import scala.Tuple3;

/**
 * Metrics of the probabilities of a binary model.
 *
 * @param rows number of rows
 * @param positives number of rows with label 1.0
 * @param prAuc area under the precision-recall curve by trapezoids, without binning; a random order has the observed
 *     rate
 * @param rocAuc area under the ROC curve, without binning; a random order has 0.5
 * @param logLoss mean -log(probability of the row's own class), infinite if one of these is 0
 * @param brierScore mean (probability of class 1 - label)^2
 * @param meanPredicted mean probability of class 1
 * @param observedRate share of class 1
 * @param thresholds largest F1 and recalls over all thresholds on the probability
 */
record BinaryMetrics(
        long rows,
        long positives,
        double prAuc,
        double rocAuc,
        double logLoss,
        double brierScore,
        double meanPredicted,
        double observedRate,
        PrecisionRecall thresholds)
        implements HeldOutMetrics {

    /** Every distinct probability is a threshold. */
    private static final int NO_BINS = 0;

    static BinaryMetrics of(JavaRDD<ScoredRow> rows) {
        ProbabilityScores scores = ProbabilityScores.of(rows);
        InstanceWeight.requireBothSides(scores.positiveWeight(), scores.weight() - scores.positiveWeight());
        JavaRDD<Tuple3<Double, Double, Double>> ranked =
                rows.map(row -> new Tuple3<>(row.probability(), row.label(), row.weight()));
        BinaryClassificationMetrics curves = new BinaryClassificationMetrics(ranked.rdd(), NO_BINS);
        try {
            return new BinaryMetrics(
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

    @Override
    public Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("rows", Shown.count(rows));
        lines.put("positives", Shown.count(positives));
        lines.put("PR-AUC", Shown.decimal(prAuc));
        lines.put("ROC-AUC", Shown.decimal(rocAuc));
        lines.put("log loss", Shown.decimal(logLoss));
        lines.put("Brier score", Shown.decimal(brierScore));
        lines.put("mean predicted", Shown.percent(meanPredicted));
        lines.put("observed rate", Shown.percent(observedRate));
        lines.put("best F1", Shown.decimal(thresholds.bestF1()));
        lines.put("  threshold", Shown.decimal(thresholds.bestF1Threshold()));
        lines.put("  precision", Shown.decimal(thresholds.precisionAtBestF1()));
        lines.put("  recall", Shown.decimal(thresholds.recallAtBestF1()));
        lines.put("recall at 50 % precision", Shown.decimal(thresholds.recallAtPrecision50()));
        lines.put("recall at 90 % precision", Shown.decimal(thresholds.recallAtPrecision90()));
        return lines;
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", rows);
        json.put("positives", positives);
        json.put("prAuc", JsonNumber.of(prAuc));
        json.put("rocAuc", JsonNumber.of(rocAuc));
        json.put("logLoss", JsonNumber.of(logLoss));
        json.put("brierScore", JsonNumber.of(brierScore));
        json.put("meanPredicted", JsonNumber.of(meanPredicted));
        json.put("observedRate", JsonNumber.of(observedRate));
        json.put("bestF1", JsonNumber.of(thresholds.bestF1()));
        json.put("bestF1Threshold", JsonNumber.of(thresholds.bestF1Threshold()));
        json.put("precisionAtBestF1", JsonNumber.of(thresholds.precisionAtBestF1()));
        json.put("recallAtBestF1", JsonNumber.of(thresholds.recallAtBestF1()));
        json.put("recallAtPrecision50", JsonNumber.of(thresholds.recallAtPrecision50()));
        json.put("recallAtPrecision90", JsonNumber.of(thresholds.recallAtPrecision90()));
        return json;
    }
}
