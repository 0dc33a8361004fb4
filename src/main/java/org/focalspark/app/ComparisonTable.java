package org.focalspark.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Models side by side, one line per metric. */
final class ComparisonTable {
    private static final String GAP = "  ";

    private final List<ModelReport> models;
    private final List<List<String>> lines = new ArrayList<>();

    private ComparisonTable(List<ModelReport> models) {
        this.models = models;
    }

    /** The table as text, each line ended. */
    static String render(List<ModelReport> models) {
        ComparisonTable table = new ComparisonTable(models);
        table.addHeadings();
        table.addMetrics();
        table.addThresholds();
        table.addFits();
        return table.aligned();
    }

    private void addHeadings() {
        add("on held-out rows", ModelReport::name);
        add("gamma", model -> String.format(Locale.ROOT, "%s", model.gamma()));
    }

    private void addMetrics() {
        add("rows", model -> count(model.metrics().rows()));
        add("positives", model -> count(model.metrics().positives()));
        add("PR-AUC", model -> decimal(model.metrics().prAuc()));
        add("ROC-AUC", model -> decimal(model.metrics().rocAuc()));
        add("log loss", model -> decimal(model.metrics().logLoss()));
        add("Brier score", model -> decimal(model.metrics().brierScore()));
        add("mean predicted", model -> percent(model.metrics().meanPredicted()));
        add("observed rate", model -> percent(model.metrics().observedRate()));
    }

    private void addThresholds() {
        addThreshold("best F1", PrecisionRecall::bestF1);
        addThreshold("  threshold", PrecisionRecall::bestF1Threshold);
        addThreshold("  precision", PrecisionRecall::precisionAtBestF1);
        addThreshold("  recall", PrecisionRecall::recallAtBestF1);
        addThreshold("recall at 50 % precision", PrecisionRecall::recallAtPrecision50);
        addThreshold("recall at 90 % precision", PrecisionRecall::recallAtPrecision90);
    }

    private void addFits() {
        add(
                "fit seconds",
                model -> String.format(Locale.ROOT, "%.2f", model.fit().seconds()));
        add("iterations", model -> count(model.fit().iterations()));
        add("stopped because", model -> beforeColon(model.fit().stopReason()));
        add("non-convex share", model -> percent(model.fit().nonConvexShare()));
    }

    private void add(String metric, Function<ModelReport, String> value) {
        List<String> line = new ArrayList<>(List.of(metric));
        models.stream().map(value).forEach(line::add);
        lines.add(line);
    }

    private void addThreshold(String metric, Function<PrecisionRecall, Double> value) {
        add(metric, model -> decimal(value.apply(model.metrics().thresholds())));
    }

    /** The first column to the left, the others to the right. */
    private String aligned() {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            text.append(String.format("%-" + width(0) + "s", line.get(0)));
            for (int column = 1; column < line.size(); column++) {
                text.append(GAP).append(String.format("%" + width(column) + "s", line.get(column)));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(1);
    }

    private static String beforeColon(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f %%", 100.0 * value);
    }
}
