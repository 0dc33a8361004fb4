package org.focalspark.tuning;

import java.util.Map;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Params;

/** Messages for evaluators whose metric is NaN: why, and how to avoid it. */
final class UndefinedMetric {
    private static final String ONE_CLASS =
            "It is 0 / 0 where the held-out rows of a fold do not have both classes. Use fewer folds, or a foldCol whose folds all"
                    + " have rare rows.";
    private static final String LABEL =
            "It is 0 / 0 where no held-out row of a fold has the label of metricLabel. Set another metricLabel, or use fewer folds.";

    /** Key: simple name of the evaluator, a dot, name of the metric. */
    private static final Map<String, String> WAYS_OUT = Map.ofEntries(
            ofRows("f1Measure", "no label and no predicted label"),
            ofRows("accuracy", "no label and no predicted label"),
            ofRows("recall", "no label"),
            ofLabel("precisionByLabel", "predicted nowhere"),
            ofLabel("recallByLabel", "in no row"),
            ofLabel("f1MeasureByLabel", "neither in a row nor predicted"),
            ofAll("microPrecision", "no label is predicted"),
            ofAll("microRecall", "no row has a label"),
            ofAll("microF1Measure", "no row has a label and none is predicted"),
            Map.entry("BinaryClassificationEvaluator.areaUnderROC", ONE_CLASS),
            Map.entry("BinaryClassificationEvaluator.areaUnderPR", ONE_CLASS),
            Map.entry("MulticlassClassificationEvaluator.truePositiveRateByLabel", LABEL),
            Map.entry("MulticlassClassificationEvaluator.recallByLabel", LABEL),
            Map.entry("MulticlassClassificationEvaluator.fMeasureByLabel", LABEL),
            Map.entry(
                    "MulticlassClassificationEvaluator.falsePositiveRateByLabel",
                    "It is 0 / 0 where all held-out rows of a fold have the label of metricLabel. Set metricName to accuracy or"
                            + " logLoss, or use fewer folds."),
            Map.entry(
                    "MulticlassClassificationEvaluator.weightedFalsePositiveRate",
                    "It is 0 / 0 where all held-out rows of a fold have one label. Set metricName to accuracy or logLoss, or use"
                            + " fewer folds."),
            Map.entry(
                    "RegressionEvaluator.r2",
                    "It is 0 / 0 where all held-out labels of a fold are equal. Set metricName to rmse or mae, or use fewer folds."));

    private UndefinedMetric() {}

    private static Map.Entry<String, String> ofRows(String metric, String rows) {
        return multilabel(metric, "for a row with " + rows);
    }

    private static Map.Entry<String, String> ofLabel(String metric, String label) {
        return multilabel(metric, "for a metricLabel that is " + label);
    }

    private static Map.Entry<String, String> ofAll(String metric, String where) {
        return multilabel(metric, "where " + where);
    }

    private static Map.Entry<String, String> multilabel(String metric, String where) {
        String other = metric.equals("microF1Measure") ? "hammingLoss" : "microF1Measure or hammingLoss";
        return Map.entry(
                "MultilabelClassificationEvaluator." + metric,
                "It is 0 / 0 " + where + ". Set metricName to " + other + ", which leave such cases out.");
    }

    /** Returns the name of the metric, or of the evaluator's class if it has no param metricName. */
    static String name(Evaluator evaluator) {
        String metric = metric(evaluator);
        return metric.isEmpty() ? evaluator.getClass().getSimpleName() : metric;
    }

    /** Returns why the metric may be NaN and how to avoid it. */
    static String wayOut(Evaluator evaluator) {
        String key = evaluator.getClass().getSimpleName() + "." + metric(evaluator);
        return WAYS_OUT.getOrDefault(key, "Look at the labels and weights of the held-out rows, or use fewer folds.");
    }

    private static String metric(Params evaluator) {
        return evaluator.hasParam("metricName") && evaluator.isDefined(evaluator.getParam("metricName"))
                ? String.valueOf(evaluator.getOrDefault(evaluator.getParam("metricName")))
                : "";
    }
}
