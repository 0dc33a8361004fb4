package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.focalspark.app.config.JobFile;
import org.focalspark.app.data.LabelColumn;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job with more than two classes. */
class TrainAppMulticlassIT {
    private static final List<String> CLASSES =
            List.of("Rad.Flow", "High", "Bypass", "Fpv.Open", "Fpv.Close", "Bpv.Open", "Bpv.Close");

    /** Rounding of a quotient. */
    private static final Offset<Double> ABS_1E_9 = within(1e-9);

    @TempDir
    static Path shared;

    private static AppRun shuttle = new AppRun(-1, "", "");

    @TempDir
    Path folder;

    private static SparkSession spark() {
        return SparkSessions.shared();
    }

    @BeforeAll
    static void runShuttleOnce() {
        shuttle = AppRun.of(Path.of("conf", "shuttle.conf"), shared, "--set", "estimator.maxIter=5");
    }

    private static Config metrics(Path results) {
        return ConfigFactory.parseFile(results.resolve("metrics.json").toFile());
    }

    private static List<? extends Config> classes(Config json) {
        return json.getConfigList("classes");
    }

    @Test
    void shuttleEndsWithTableProofAndPlaces() {
        assertThat(shuttle.err()).isEmpty();
        assertThat(shuttle.exitCode()).isZero();
        assertThat(shuttle.out())
                .contains("7 classes: every value of column 'Class' is one, since label.positive is not set.\n")
                .containsPattern("on held-out rows +baseline +focal +balanced-focal\n")
                .containsPattern("gamma +0.0 +2.0 +2.0\n")
                .containsPattern("rows +14,502 +14,502 +14,502\n")
                .containsPattern("macro F1( +0\\.\\d{4}){3}\n")
                .containsPattern("recall of Rad.Flow \\(11,397\\)( +0\\.\\d{4}){3}\n")
                .containsPattern("recall of Bpv.Close \\(3\\)( +[01]\\.\\d{4}){3}\n")
                .containsPattern("log loss( +0\\.\\d{4}){3}\n")
                .containsPattern("Class +predictedClass +probability\nRad.Flow +Rad.Flow +0\\.\\d{6}\n")
                .containsPattern("Model in " + shared + "/model, metrics in " + shared + "/metrics.json, report in "
                        + shared + "/metrics.html \\(\\d+ s\\)\\.\n$");
    }

    @Test
    void jsonListsClassesWithNamesAndCounts() {
        Config data = metrics(shared).getConfig("data");

        assertThat(classes(data.getConfig("train")))
                .extracting(one -> one.getString("name"))
                .containsExactlyElementsOf(CLASSES);
        assertThat(classes(data.getConfig("train")))
                .extracting(one -> one.getInt("rows"))
                .containsExactly(34_189, 6_677, 2_450, 128, 37, 10, 7);
        assertThat(classes(data.getConfig("test")))
                .extracting(one -> one.getInt("rows"))
                .containsExactly(11_397, 2_226, 817, 43, 13, 3, 3);
        assertThat(classes(data.getConfig("test")))
                .extracting(one -> one.getInt("label"))
                .containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void jsonHasMetricsOfEveryClassThatFitTheConfusionMatrix() {
        Config models = metrics(shared).getConfig("models");

        assertThat(models.root().keySet()).containsExactlyInAnyOrder("baseline", "focal", "balanced-focal");
        for (String name : models.root().keySet()) {
            Config model = models.getConfig(name);
            List<? extends List<?>> confusion = model.getList("confusionMatrix").stream()
                    .map(line -> (List<?>) line.unwrapped())
                    .toList();
            for (int k = 0; k < CLASSES.size(); k++) {
                Config one = classes(model).get(k);
                double rows = confusion.get(k).stream()
                        .mapToDouble(cell -> ((Number) cell).doubleValue())
                        .sum();
                assertThat(one.getString("name")).isEqualTo(CLASSES.get(k));
                assertThat(one.getDouble("rows")).isEqualTo(rows);
                assertThat(one.getDouble("recall") * rows)
                        .isCloseTo(((Number) confusion.get(k).get(k)).doubleValue(), ABS_1E_9);
            }
            assertThat(model.getDouble("macroF1"))
                    .isCloseTo(
                            classes(model).stream()
                                    .mapToDouble(one -> one.getDouble("f1"))
                                    .average()
                                    .orElseThrow(),
                            ABS_1E_9);
        }
        assertThat(models.getDouble("balanced-focal.macroRecall")).isGreaterThan(models.getDouble("focal.macroRecall"));
    }

    @Test
    void savedModelNamesTheClassesOfRowsWithoutLabel() {
        Dataset<Row> unlabeled = spark().read()
                .option("header", "true")
                .option("inferSchema", "true")
                .csv("data/shuttle.csv.gz")
                .drop("Class")
                .limit(500);
        PipelineModel model = PipelineModel.load(shared.resolve("model").toString());
        List<Row> scored = model.transform(unlabeled)
                .select("prediction", LabelColumn.PREDICTED_CLASS)
                .collectAsList();

        assertThat(scored)
                .hasSize(500)
                .allSatisfy(row -> assertThat(row.getString(1)).isEqualTo(CLASSES.get((int) row.getDouble(0))));
        assertThat(predictor(model).numClasses()).isEqualTo(7);
        assertThat(predictor(model).getClassWeightMode()).isEqualTo("none");
    }

    private static FocalLogisticRegressionModel predictor(PipelineModel model) {
        return (FocalLogisticRegressionModel) model.stages()[model.stages().length - 2];
    }

    @Test
    void nothingButResultsStaysBehind() {
        assertThat(spark().sparkContext().getPersistentRDDs().isEmpty()).isTrue();
        assertThat(shared.toFile().list()).contains("model", "metrics.json").noneMatch(name -> name.contains("draft"));
    }

    /** Three kinds told apart by one number; the last rows, which are the test rows of a split, lack the last kind. */
    private void writeKinds() {
        spark().range(120)
                .selectExpr(
                        "IF(id < 90, element_at(array('x', 'y', 'z'), CAST(id % 3 + 1 AS INT)), IF(id % 2 = 0, 'x', 'y'))"
                                + " AS kind",
                        "CAST(id % 3 * 10 + (id * 7919) % 101 / 10 AS DOUBLE) AS size",
                        "1.0 + id % 3 AS weight",
                        "IF(id < 90, 'a', 'b') AS part")
                .createOrReplaceTempView("kinds");
    }

    private AppRun run(String rest) {
        writeKinds();
        Path conf = JobFile.write(folder, """
                input.table = kinds
                label.column = kind
                features { numeric = [size], categorical = [] }
                split { column = part, train = a, test = b }
                estimator.regParam = 0.01
                """ + rest);
        return AppRun.of(conf, folder);
    }

    @Test
    void aClassMayLackTestRows() {
        AppRun run = run("estimator.weightCol = weight");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsPattern("recall of z \\(0\\)( +0\\.0000){3}\n");
        assertThat(classes(metrics(folder).getConfig("data.test")))
                .extracting(one -> one.getInt("rows"))
                .containsExactly(15, 15, 0);
    }

    @Test
    void aListOrdersTheClasses() {
        AppRun run = run("label.classes = [z, y, x]\nestimator { gammas = [0, 1, 2], classWeights = [1, 2, 3] }");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("3 classes: column 'kind' holds those that label.classes lists.\n")
                .containsPattern("on held-out rows +baseline +focal\n")
                .containsPattern("gamma +0\\.0 +0\\.0, 1\\.0, 2\\.0\n");
        assertThat(metrics(folder).getDoubleList("models.focal.gamma")).containsExactly(0.0, 1.0, 2.0);
        assertThat(IntStream.range(0, 3)
                        .mapToObj(k -> classes(metrics(folder).getConfig("data.train"))
                                .get(k)
                                .getString("name")))
                .containsExactly("z", "y", "x");
    }

    @Test
    void oneAgainstTheRestTakesManyClassesToo() {
        AppRun run = run("estimator { family = ovr, alpha = 0.75 }");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsPattern("on held-out rows +baseline +focal\n");
    }

    @Test
    void twoClassesWithoutPositiveAreClassesLikeOthers() {
        writeKinds();
        Path conf = JobFile.write(folder, """
                input.table = kinds
                label.column = part
                features { numeric = [size], categorical = [kind] }
                """);
        AppRun run = AppRun.of(conf, folder);

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("2 classes: every value of column 'part' is one, since label.positive is not set.\n")
                .containsPattern("recall of a \\(23\\)")
                .containsPattern("recall of b \\(8\\)");
    }
}
