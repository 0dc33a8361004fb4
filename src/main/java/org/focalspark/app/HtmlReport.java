package org.focalspark.app;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.param.Param;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.data.FeatureColumns;
import org.focalspark.app.data.FeatureVectors;
import org.focalspark.app.report.PageJson;
import org.focalspark.app.report.ReportPage;
import org.focalspark.app.report.ScoreSketch;
import org.focalspark.app.text.Secrets;
import org.focalspark.classification.FocalLogisticRegressionModel;

/**
 * Report of a job as one HTML page. It takes one pass over the held-out set, for all models together, and one over the
 * training set.
 */
final class HtmlReport {
    private final JobOutcome outcome;
    private final List<FocalLogisticRegressionModel> models;
    private final FeatureVectors vectors;

    private HtmlReport(JobOutcome outcome, List<FocalLogisticRegressionModel> models, FeatureVectors vectors) {
        this.outcome = outcome;
        this.models = models;
        this.vectors = vectors;
    }

    /**
     * Renders the page.
     *
     * @param models in the order of the outcome's reports
     */
    static String render(JobOutcome outcome, List<FocalLogisticRegressionModel> models, FeatureVectors vectors) {
        HtmlReport report = new HtmlReport(outcome, models, vectors);
        Secrets secrets = Secrets.of(outcome.config().resolved());
        Map<String, Object> json = new LinkedHashMap<>();
        report.json(secrets).forEach((key, value) -> json.put(key, secrets.masked(value)));
        return ReportPage.render(secrets.masked(report.title()) + " - focalspark report", json);
    }

    private String title() {
        return outcome.config().label() instanceof JobConfig.Label.Binary label
                ? label.column() + " = " + label.positive()
                : outcome.config().label().column() + ", " + outcome.label().numClasses() + " classes";
    }

    private Map<String, Object> json(Secrets secrets) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", title());
        json.put("twoClasses", outcome.label().isBinary());
        json.put("input", outcome.config().input().shown());
        json.put(
                "time",
                Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("versions", List.of(Versions.application(), Versions.spark()));
        json.put("seconds", PageJson.number(outcome.seconds()));
        json.put("saved", savedIndex());
        json.put("weighted", outcome.config().estimator().weightCol().isPresent());
        json.put("data", data());
        json.put("comparison", ComparisonTable.lines(outcome.models()));
        json.put("params", params());
        json.put(
                "coefficients",
                CoefficientRanking.of(models, models.get(savedIndex()), vectors, outcome.config())
                        .json());
        json.put("configuration", secrets.shown(outcome.config().resolved()));
        json.putAll(heldOut());
        return json;
    }

    private int savedIndex() {
        return IntStream.range(0, models.size())
                .filter(i -> outcome.models().get(i).name().equals(Candidate.SAVED))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, Object> data() {
        FeatureColumns columns = outcome.columns();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("classes", outcome.label().classNames());
        data.put("train", outcome.train().rowsByLabel());
        data.put("test", outcome.test().rowsByLabel());
        data.put("numeric", FeatureColumns.names(columns.numeric()));
        data.put("categorical", FeatureColumns.names(columns.categorical()));
        data.put("unused", FeatureColumns.names(columns.unused()));
        data.put("columns", outcome.columnTable().lines());
        data.put("numColumns", outcome.columnTable().size());
        columns.vector().ifPresent(column -> data.put("vector", column.name()));
        return data;
    }

    /** Returns one line per param: its value in every model, and "set" or "default". */
    private List<List<String>> params() {
        List<List<String>> lines = new ArrayList<>();
        for (Param<?> param : models.get(0).params()) {
            List<String> line = new ArrayList<>(List.of(param.name()));
            models.forEach(model -> line.add(shown(model, model.getParam(param.name()))));
            boolean set = models.stream().anyMatch(model -> model.isSet(model.getParam(param.name())));
            line.add(set ? "set" : "default");
            lines.add(line);
        }
        return lines;
    }

    private static String shown(FocalLogisticRegressionModel model, Param<?> param) {
        if (!model.isDefined(param)) {
            return "unset";
        }
        Object value = model.getOrDefault(param);
        return value instanceof double[] numbers ? Arrays.toString(numbers) : String.valueOf(value);
    }

    private Map<String, Object> heldOut() {
        HeldOutSection section = HeldOutSection.of(outcome, models);
        List<List<ScoreSketch>> sketches = new HeldOutScores(
                        vectors.test(),
                        vectors.featuresCol(),
                        outcome.config().estimator().weightCol())
                .sketches(models, section.question(), section.grid());
        Map<String, Object> json = new LinkedHashMap<>(section.json());
        List<Map<String, Object>> shown = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            Map<String, Object> model = model(outcome.models().get(i));
            model.putAll(section.json(i, sketches.get(i)));
            shown.add(model);
        }
        json.put("models", shown);
        return json;
    }

    private static Map<String, Object> model(ModelReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", report.name());
        json.put("gamma", report.gamma().shown());
        json.put("metrics", report.metrics().json());
        json.put("converged", report.fit().converged());
        json.put("stopReason", report.fit().stopReason());
        json.put("objective", rounded(report.fit().objectiveHistory()));
        json.put("gradientNorm", rounded(report.fit().gradientNormHistory()));
        return json;
    }

    private static List<Object> rounded(List<Double> numbers) {
        return numbers.stream().map(PageJson::number).toList();
    }
}
