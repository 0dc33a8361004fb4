package org.focalspark.app.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.text.JsonNumber;
import org.focalspark.app.text.Shown;

/**
 * Metrics of a multiclass model: of its predictions, and of the probability of each row's own class.
 *
 * <p>The macro averages are unweighted means over all classes of the training set. As with zero_division = 0 in
 * scikit-learn, undefined metrics are 0: precision and F1 of a class that is never predicted, and recall and F1 of a
 * class without held-out rows. Spark's MulticlassMetrics leaves out classes without rows.
 *
 * @param rows number of rows
 * @param accuracy share of rows whose prediction is their class
 * @param macroPrecision mean precision of the classes
 * @param macroRecall mean recall of the classes
 * @param macroF1 mean F1 of the classes
 * @param logLoss mean -log(probability of the row's own class), infinite if one of these is 0
 * @param classes metrics of each class, in the order of the labels
 * @param confusion sum of weights by class (outer list) and prediction (inner lists)
 */
record MulticlassMetrics(
        long rows,
        double accuracy,
        double macroPrecision,
        double macroRecall,
        double macroF1,
        double logLoss,
        List<OneClass> classes,
        List<List<Double>> confusion)
        implements HeldOutMetrics {

    /**
     * Metrics of one class against all others.
     *
     * @param rows number of rows of this class
     * @param precision share of this class in the rows that are predicted to be of it
     * @param recall share of the rows of this class that are predicted to be of it
     * @param f1 harmonic mean of precision and recall
     */
    record OneClass(String name, long rows, double precision, double recall, double f1) {

        private static OneClass of(String name, int label, ConfusionMatrix confusion) {
            double hits = confusion.weight(label, label);
            double predicted = confusion.weightPredicted(label);
            double own = confusion.weightOf(label);
            return new OneClass(
                    name,
                    confusion.rowsOf(label),
                    ratio(hits, predicted),
                    ratio(hits, own),
                    ratio(2.0 * hits, predicted + own));
        }

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("rows", rows);
            json.put("precision", JsonNumber.of(precision));
            json.put("recall", JsonNumber.of(recall));
            json.put("f1", JsonNumber.of(f1));
            return json;
        }
    }

    static MulticlassMetrics of(JavaRDD<ClassifiedRow> rows, List<String> names) {
        ConfusionMatrix confusion = ConfusionMatrix.of(rows, names.size());
        if (confusion.weight() == 0.0) {
            throw new InvalidJobException("The test data needs a row of weight > 0, but has none.");
        }
        List<OneClass> classes = IntStream.range(0, names.size())
                .mapToObj(k -> OneClass.of(names.get(k), k, confusion))
                .toList();
        double hits = IntStream.range(0, names.size())
                .mapToDouble(k -> confusion.weight(k, k))
                .sum();
        return new MulticlassMetrics(
                classes.stream().mapToLong(OneClass::rows).sum(),
                hits / confusion.weight(),
                mean(classes, OneClass::precision),
                mean(classes, OneClass::recall),
                mean(classes, OneClass::f1),
                confusion.logLoss() / confusion.weight(),
                classes,
                confusion.weights());
    }

    private static double ratio(double part, double whole) {
        return whole == 0.0 ? 0.0 : part / whole;
    }

    private static double mean(List<OneClass> classes, ToDoubleFunction<OneClass> metric) {
        return classes.stream().mapToDouble(metric).sum() / classes.size();
    }

    @Override
    public Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("rows", Shown.count(rows));
        lines.put("accuracy", Shown.decimal(accuracy));
        lines.put("macro F1", Shown.decimal(macroF1));
        lines.put("macro precision", Shown.decimal(macroPrecision));
        lines.put("macro recall", Shown.decimal(macroRecall));
        classes.forEach(one -> lines.put(
                String.format("recall of %s (%s)", one.name(), Shown.count(one.rows())), Shown.decimal(one.recall())));
        lines.put("log loss", Shown.decimal(logLoss));
        return lines;
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", rows);
        json.put("accuracy", JsonNumber.of(accuracy));
        json.put("macroPrecision", JsonNumber.of(macroPrecision));
        json.put("macroRecall", JsonNumber.of(macroRecall));
        json.put("macroF1", JsonNumber.of(macroF1));
        json.put("logLoss", JsonNumber.of(logLoss));
        json.put("classes", classes.stream().map(OneClass::json).toList());
        json.put("confusionMatrix", confusion);
        return json;
    }
}
