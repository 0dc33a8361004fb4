package org.focalspark.tuning;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.focalspark.evaluation.MarginMetric;
import org.focalspark.model.MarginScoring;

/** Creates the metric of an evaluator as sums over margins, if possible. */
final class MarginMetrics {
    private MarginMetrics() {}

    /**
     * Returns the metric of an evaluator; empty if no sums exist for it, or if it reads columns that the fit does not
     * read or the model does not write.
     *
     * @param evaluator evaluator of any class
     * @param estimator estimator of this library, with the params of a candidate
     * @param dataset rows with the columns of the fit
     */
    static Optional<MarginMetric<?>> of(Evaluator evaluator, Estimator<?> estimator, Dataset<?> dataset) {
        boolean same = evaluator.hasParam("labelCol")
                && reads(evaluator, "labelCol", estimator, "labelCol")
                && weight(evaluator).equals(weight(estimator))
                && !estimator.isSet(
                        estimator.getParam("ignoreLabel")); // such rows are not held out, but would be evaluated
        if (!same) {
            return Optional.empty();
        }
        // Compares classes exactly: a subclass may override the evaluation.
        if (evaluator instanceof FocalLossEvaluator focal) {
            return Optional.<MarginMetric<?>>of(MarginMetric.of(focal, dataset))
                    .filter(any -> reads(evaluator, "rawPredictionCol", estimator));
        }
        if (!(estimator instanceof FocalLogisticRegression)) {
            return Optional.empty();
        }
        if (evaluator instanceof CalibrationEvaluator calibration) {
            return MarginMetric.of(calibration, dataset).filter(any -> reads(evaluator, "probabilityCol", estimator));
        }
        if (evaluator.getClass() == BinaryClassificationEvaluator.class) {
            return binary((BinaryClassificationEvaluator) evaluator, estimator);
        }
        return evaluator.getClass() == MulticlassClassificationEvaluator.class
                ? multiclass((MulticlassClassificationEvaluator) evaluator, estimator)
                : Optional.empty();
    }

    private static Optional<MarginMetric<?>> binary(BinaryClassificationEvaluator evaluator, Estimator<?> estimator) {
        boolean raw = reads(evaluator, "rawPredictionCol", estimator);
        if (!raw && !reads(evaluator, "rawPredictionCol", estimator, "probabilityCol")) {
            return Optional.empty();
        }
        ToDoubleFunction<BinaryScores> value = evaluator.getMetricName().equals("areaUnderPR")
                ? BinaryScores::areaUnderPr
                : BinaryScores::areaUnderRoc;
        return Optional.of(new MarginMetric<>(scoring -> binaryScores(scoring.get(), raw), value));
    }

    private static BinaryScores binaryScores(MarginScoring scoring, boolean raw) {
        if (scoring.numClasses() != 2) { // Spark's evaluator checks it on the written column
            throw new IllegalArgumentException(
                    "requirement failed: rawPredictionCol vectors must have length=2, but got " + scoring.numClasses());
        }
        return new BinaryScores(raw ? null : scoring);
    }

    private static Optional<MarginMetric<?>> multiclass(
            MulticlassClassificationEvaluator evaluator, Estimator<?> estimator) {
        boolean logLoss = evaluator.getMetricName().equals("logLoss");
        boolean columns = reads(evaluator, "predictionCol", estimator)
                && (!logLoss || reads(evaluator, "probabilityCol", estimator));
        if (!columns) {
            return Optional.empty();
        }
        double eps = logLoss ? evaluator.getEps() : 0.0;
        return Optional.of(new MarginMetric<ConfusionTotals>(
                scoring -> new ConfusionTotals(scoring.get(), evaluator.getLabelCol(), eps),
                totals -> value(evaluator, totals.checked())));
    }

    private static double value(MulticlassClassificationEvaluator evaluator, ConfusionTotals totals) {
        double beta = evaluator.getBeta();
        return switch (evaluator.getMetricName()) {
            case "f1" -> totals.weighted(label -> totals.fMeasure(label, 1.0));
            case "accuracy" -> totals.accuracy();
            case "weightedPrecision" -> totals.weighted(totals::precision);
            case "weightedRecall", "weightedTruePositiveRate" -> totals.weighted(totals::recall);
            case "weightedFalsePositiveRate" -> totals.weighted(totals::falsePositiveRate);
            case "weightedFMeasure" -> totals.weighted(label -> totals.fMeasure(label, beta));
            case "logLoss" -> totals.meanLogLoss();
            case "hammingLoss" -> totals.hammingLoss();
            default -> valueOfLabel(evaluator, totals, totals.requireLabel(evaluator.getMetricLabel()));
        };
    }

    private static double valueOfLabel(MulticlassClassificationEvaluator evaluator, ConfusionTotals totals, int label) {
        return switch (evaluator.getMetricName()) {
            case "truePositiveRateByLabel", "recallByLabel" -> totals.recall(label);
            case "falsePositiveRateByLabel" -> totals.falsePositiveRate(label);
            case "precisionByLabel" -> totals.precision(label);
            case "fMeasureByLabel" -> totals.fMeasure(label, evaluator.getBeta());
            default -> throw new IllegalStateException("No such metric: " + evaluator.getMetricName());
        };
    }

    private static boolean reads(Params evaluator, String column, Params estimator) {
        return reads(evaluator, column, estimator, column);
    }

    private static boolean reads(Params evaluator, String column, Params estimator, String written) {
        return text(evaluator, column).equals(text(estimator, written));
    }

    private static String weight(Params stage) {
        return text(stage, "weightCol");
    }

    /** Returns the value of a param that names a column; empty if the param is missing, unset or empty. */
    private static String text(Params stage, String param) {
        if (!stage.hasParam(param)) {
            return "";
        }
        Param<Object> found = stage.getParam(param);
        return stage.isDefined(found) ? (String) stage.getOrDefault(found) : "";
    }
}
