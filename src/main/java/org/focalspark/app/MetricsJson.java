package org.focalspark.app;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.data.FeatureColumns;
import org.focalspark.app.text.JsonNumber;
import org.focalspark.app.text.Secrets;

/** Writes the outcome of a job as JSON: the comparison in full precision, and everything needed to repeat the job. */
final class MetricsJson {
    private MetricsJson() {}

    static String render(JobOutcome outcome) {
        Secrets secrets = Secrets.of(outcome.config().resolved());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("versions", Map.of("focalspark", Versions.application(), "spark", Versions.spark()));
        json.put("configuration", secrets.shown(outcome.config().resolved()));
        json.put("data", data(outcome));
        json.put("columns", outcome.columnTable().json());
        Map<String, Object> models = new LinkedHashMap<>();
        outcome.models().forEach(model -> models.put(model.name(), model(model)));
        json.put("models", models);
        json.put(
                "output",
                Map.of(
                        "model", outcome.config().output().model(),
                        "metrics", outcome.config().output().metrics(),
                        "report", outcome.config().output().report()));
        json.put("modelExport", modelExport(outcome.config().modelExport()));
        json.put("seconds", outcome.seconds());
        return ConfigValueFactory.fromAnyRef(secrets.masked(json))
                        .render(ConfigRenderOptions.concise().setFormatted(true).setJson(true))
                + "\n";
    }

    private static Map<String, Object> modelExport(JobConfig.ModelExport export) {
        Map<String, Object> json = new LinkedHashMap<>();
        export.onnx().ifPresent(path -> json.put("onnx", path));
        export.pmml().ifPresent(path -> json.put("pmml", path));
        return json;
    }

    private static Map<String, Object> data(JobOutcome outcome) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("train", outcome.label().json(outcome.train()));
        data.put("test", outcome.label().json(outcome.test()));
        data.put("numeric", FeatureColumns.names(outcome.columns().numeric()));
        data.put("categorical", FeatureColumns.names(outcome.columns().categorical()));
        outcome.columns().vector().ifPresent(column -> data.put("vector", column.name()));
        return data;
    }

    private static Map<String, Object> model(ModelReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gamma", report.gamma().json());
        json.putAll(report.metrics().json());
        json.put("fit", fit(report.fit()));
        return json;
    }

    private static Map<String, Object> fit(ModelReport.Fit fit) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("numFeatures", fit.numFeatures());
        json.put("seconds", fit.seconds());
        json.put("totalIterations", fit.iterations());
        json.put("converged", fit.converged());
        json.put("convergenceReason", fit.stopReason());
        json.put("gradientNorm", JsonNumber.of(fit.gradientNorm()));
        json.put("nonConvexShare", JsonNumber.of(fit.nonConvexShare()));
        json.put("estimatedGap", JsonNumber.of(fit.estimatedGap()));
        json.put(
                "objectiveHistory",
                fit.objectiveHistory().stream().map(JsonNumber::of).toList());
        json.put(
                "gradientNormHistory",
                fit.gradientNormHistory().stream().map(JsonNumber::of).toList());
        return json;
    }
}
