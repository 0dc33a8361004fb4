package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.focalspark.app.config.JobFile;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of whole jobs: what stands in its data. What a browser makes of it: src/it/report. */
class HtmlReportIT {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    @TempDir
    static Path folder;

    private static Config binary = ConfigFactory.empty();
    private static Config multiclass = ConfigFactory.empty();

    private static SparkSession spark() {
        return SparkSessions.shared();
    }

    /** A number and a category with a name that is markup, each of which says something, and weights. */
    @BeforeAll
    static void runBoth() throws IOException {
        spark().range(2_000)
                .selectExpr(
                        "CASE WHEN id % 10 = 0 THEN 'yes' WHEN id % 3 = 0 THEN 'maybe' ELSE 'no' END AS answer",
                        "CAST((id * 7919) % 101 + IF(id % 10 = 0, 40, 0) AS DOUBLE) AS speed",
                        "IF(id % 4 = 0, '</script><script>alert(1)</script>', 'plain') AS kind",
                        "1.0 + id % 3 AS weight")
                .createOrReplaceTempView("answers");
        binary = report(
                "two", "label { column = answer, positive = yes }", "gamma = 2, weightCol = weight, threshold = 0.3");
        multiclass = report("three", "label { column = answer }", "gamma = 2");
    }

    private static Config report(String name, String label, String estimator) throws IOException {
        Path results = Files.createDirectories(folder.resolve(name));
        Path conf = JobFile.write(results, """
                input.table = answers
                %s
                features.exclude = [weight]
                estimator { %s, regParam = 0.001, maxIter = 30 }
                """.formatted(label, estimator));
        AppRun run = AppRun.of(
                conf, results, "--report-out", results.resolve("page.html").toString());
        assertThat(run.err()).isEmpty();
        Matcher data = DATA.matcher(Files.readString(results.resolve("page.html")));
        assertThat(data.find()).isTrue();
        return ConfigFactory.parseString(data.group(1));
    }

    private static Config focal(Config report) {
        return report.getConfigList("models").get(report.getInt("saved"));
    }

    @Test
    void saysWhatTheMetricsSay() {
        Config metrics = ConfigFactory.parseFile(
                        folder.resolve("two/metrics.json").toFile())
                .getConfig("models.focal");
        Config model = focal(binary);
        List<? extends List<? extends Object>> cuts = model.getList("cuts").stream()
                .map(cut -> (List<?>) cut.unwrapped())
                .toList();

        assertThat(model.getDouble("metrics.prAuc")).isEqualTo(metrics.getDouble("prAuc"));
        assertThat(model.getDouble("hits") / (model.getDouble("hits") + model.getDouble("others")))
                .isCloseTo(metrics.getDouble("observedRate"), within(1e-6)); // seven digits
        assertThat(cuts.get(cuts.size() - 1).subList(1, 3))
                .isEqualTo(List.of(model.getInt("hits"), model.getInt("others")));
        assertThat(model.getDoubleList("objective")).hasSameSizeAs(model.getDoubleList("gradientNorm"));
    }

    @Test
    void thresholdTableHasTheOneOfTheModelAndThoseOfTheCosts() {
        List<? extends Config> rows = focal(binary).getConfigList("thresholds");

        assertThat(rows)
                .filteredOn(row -> row.getStringList("notes").contains("own"))
                .extracting(row -> row.getDouble("threshold"))
                .containsExactly(0.3);
        assertThat(rows.stream().flatMap(row -> row.getStringList("notes").stream()))
                .containsExactlyInAnyOrder("own", "costs", "cheapest", "f1");
        assertThat(rows)
                .isSortedAccordingTo((a, b) -> Double.compare(a.getDouble("threshold"), b.getDouble("threshold")));
        Config costs = binary.getConfig("costs");
        assertThat(costs.getBoolean("derived")).isTrue();
        // weights 1, 2 and 3 are alike in both classes, of which a tenth is positive
        assertThat(costs.getDouble("falseNegative")).isCloseTo(9.0, within(0.3));
    }

    @Test
    void calibrationChangesTheFocalModelOnly() {
        Config baseline = binary.getConfigList("models").get(0);

        assertThat(baseline.getConfig("plainReliability")).isEqualTo(baseline.getConfig("reliability"));
        assertThat(focal(binary).getDouble("plainReliability.error"))
                .isGreaterThan(2.0 * focal(binary).getDouble("reliability.error"));
    }

    @Test
    void featuresHaveTheNamesOfTheInput() {
        assertThat(binary.getConfigList("coefficients.features"))
                .extracting(feature -> feature.getString("name"))
                .containsExactlyInAnyOrder("speed", "kind = </script><script>alert(1)</script>", "kind = plain");
    }

    @Test
    void deviationsAreThoseOfTheTrainingRows() {
        Config speed = binary.getConfigList("coefficients.features").stream()
                .filter(feature -> feature.getString("name").equals("speed"))
                .findFirst()
                .orElseThrow();

        assertThat(speed.getDouble("deviation")).isCloseTo(31.6, within(1.0)); // of 0 to 100, a tenth of them 40 higher
    }

    @Test
    void manyClassesHaveCurvesOfEach() {
        Config model = focal(multiclass);

        assertThat(multiclass.getStringList("data.classes")).containsExactly("no", "maybe", "yes");
        assertThat(multiclass.getConfigList("models"))
                .extracting(one -> one.getString("name"))
                .containsExactly("baseline", "focal", "balanced-focal");
        assertThat(model.getConfigList("curves")).hasSize(3);
        assertThat(model.getConfigList("curves").get(2).getInt("hits"))
                .isEqualTo(multiclass.getIntList("data.test").get(2));
        assertThat(model.getConfigList("sure").get(0).getDouble("right"))
                .isCloseTo(model.getDouble("metrics.accuracy"), within(1e-6)); // seven digits
    }

    @Test
    void nothingStaysCached() {
        assertThat(spark().sparkContext().getPersistentRDDs().isEmpty()).isTrue();
    }
}
