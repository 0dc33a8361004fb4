package org.focalspark.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.focalspark.app.text.Shown;
import org.focalspark.app.text.TextTable;

/** Table that compares the models, one line per metric. */
final class ComparisonTable {
    private final List<ModelReport> models;
    private final List<List<String>> lines = new ArrayList<>();

    private ComparisonTable(List<ModelReport> models) {
        this.models = models;
    }

    /** Returns the table as text. Every line ends with a line break. */
    static String render(List<ModelReport> models) {
        return TextTable.ofNamedLines(of(models).lines);
    }

    /** Returns the cells of the table by line, with the name of the metric first. */
    static List<List<String>> lines(List<ModelReport> models) {
        return of(models).lines;
    }

    private static ComparisonTable of(List<ModelReport> models) {
        ComparisonTable table = new ComparisonTable(models);
        table.addHeadings();
        table.addMetrics();
        table.addFits();
        return table;
    }

    private void addHeadings() {
        add("on held-out rows", ModelReport::name);
        add("gamma", model -> model.gamma().shown());
    }

    private void addMetrics() {
        for (String metric : models.get(0).metrics().lines().keySet()) {
            add(metric, model -> model.metrics().lines().getOrDefault(metric, ""));
        }
    }

    private void addFits() {
        add(
                "fit seconds",
                model -> String.format(Locale.ROOT, "%.2f", model.fit().seconds()));
        add("iterations", model -> Shown.count(model.fit().iterations()));
        add("stopped because", model -> beforeColon(model.fit().stopReason()));
        add("non-convex share", model -> Shown.percent(model.fit().nonConvexShare()));
    }

    private void add(String metric, Function<ModelReport, String> value) {
        List<String> line = new ArrayList<>(List.of(metric));
        models.stream().map(value).forEach(line::add);
        lines.add(line);
    }

    private static String beforeColon(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }
}
