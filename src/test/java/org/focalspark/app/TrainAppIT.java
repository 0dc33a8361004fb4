package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.focalspark.app.config.JobFile;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.export.ModelExport;
import org.focalspark.testkit.LogCapture;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job, from a configuration to a saved model. */
class TrainAppIT {
    private static final Path BIRDSTRIKES = Path.of("conf", "birdstrikes.conf");

    @TempDir
    static Path shared;

    private static AppRun birdstrikes = new AppRun(-1, "", "");

    @TempDir
    Path folder;

    private static SparkSession spark() {
        return SparkSessions.shared();
    }

    @BeforeAll
    static void runBirdstrikesOnce() {
        birdstrikes = AppRun.of(
                BIRDSTRIKES,
                shared,
                "--set",
                "estimator.maxIter=20",
                "--model-export",
                "onnx=" + shared.resolve("model.onnx"),
                "--model-export",
                "pmml=" + shared.resolve("model.pmml"));
    }

    private static Config metrics(Path results) {
        return ConfigFactory.parseFile(results.resolve("metrics.json").toFile());
    }

    /** Two numeric columns, one of which decides, a weight, and the part each row belongs to. */
    private static Dataset<Row> strikes() {
        return spark().range(400)
                .selectExpr(
                        "CAST(id % 10 = 0 AS INT) AS `hit.or $ miss`",
                        "CAST((id * 7919) % 101 + IF(id % 10 = 0, 40, 0) AS DOUBLE) AS `speed.in knots`",
                        "IF(id % 3 = 0, NULL, CAST((id * 31) % 17 AS INT)) AS other",
                        "IF(id % 4 = 0, NULL, CONCAT('kind ', id % 5)) AS `kind.of bird`",
                        "id % 2 = 0 AS raining",
                        "1.0 + id % 3 AS weight",
                        "DATE'2000-01-01' AS day",
                        "IF(id < 300, 'training', 'validation') AS part");
    }

    private Path job(String input, String features, String rest) {
        return JobFile.write(folder, """
                input { %s }
                label { column = "hit.or $ miss", positive = 1 }
                features { %s }
                %s
                """.formatted(input, features, rest));
    }

    @Test
    void birdstrikesEndsWithTableProofAndPlaces() {
        assertThat(birdstrikes.err()).isEmpty();
        assertThat(birdstrikes.exitCode()).isZero();
        assertThat(birdstrikes.out())
                .containsPattern("rows +2,500 +2,500\n")
                .containsPattern("positives +78 +78\n")
                .containsPattern("stopped because +\\w.*\n")
                .contains("label  probability  prediction")
                .containsPattern("Model in " + shared + "/model, metrics in " + shared + "/metrics.json, report in "
                        + shared + "/metrics.html \\(\\d+ s\\)\\.\n$");
    }

    @Test
    void jsonSaysWhatTheTableSays() {
        Config json = metrics(shared);

        assertThat(json.getInt("data.train.rows")).isEqualTo(7_500);
        assertThat(json.getInt("data.train.positives")).isEqualTo(233);
        assertThat(json.getDouble("models.baseline.gamma")).isZero();
        assertThat(json.getDouble("models.focal.gamma")).isEqualTo(2.0);
        // The range of 200 splits by scikit-learn: src/test/reference/birdstrikes_splits.py.
        assertThat(json.getDouble("models.focal.prAuc")).isBetween(0.112, 0.263);
        assertThat(json.getDouble("models.focal.rocAuc")).isBetween(0.790, 0.884);
        assertThat(json.getDoubleList("models.focal.fit.objectiveHistory"))
                .hasSize(json.getInt("models.focal.fit.totalIterations") + 1);
        assertThat(json.getString("configuration.estimator.maxIter")).isEqualTo("20");
        assertThat(json.getString("versions.spark")).isEqualTo(spark().version());
        assertThat(json.getString("output.model"))
                .isEqualTo(shared.resolve("model").toString());
    }

    @Test
    void exportsAreThoseOfTheSavedModel() {
        PipelineModel model = PipelineModel.load(shared.resolve("model").toString());
        ModelExport export = ModelExport.of((FocalLogisticRegressionModel) model.stages()[model.stages().length - 1]);

        assertThat(shared.resolve("model.onnx")).hasBinaryContent(export.onnx());
        assertThat(shared.resolve("model.pmml")).hasBinaryContent(export.pmml());
        assertThat(birdstrikes.out())
                .contains("Its linear stage as ONNX in " + shared + "/model.onnx.\n")
                .contains("Its linear stage as PMML in " + shared + "/model.pmml.\n");
        assertThat(metrics(shared).getString("modelExport.onnx"))
                .isEqualTo(shared.resolve("model.onnx").toString());
    }

    @Test
    void anExportThatCannotBeIsRefusedBeforeTheFits() {
        strikes().createOrReplaceTempView("strikes");
        Path results = folder.resolve("results");
        AppRun run = AppRun.of(
                job(
                        "table = strikes",
                        "numeric = [\"speed.in knots\"], categorical = []",
                        "estimator { maxIter = 2, targetPrior = [1.0, 0.0] }"),
                results,
                "--model-export",
                "pmml=" + results.resolve("model.pmml"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(
                        "Error: model-export cannot write this model: A PMML document cannot hold the number -Infinity")
                .contains("Write ONNX");
        assertThat(results.toFile().list((parent, name) -> !name.endsWith(".crc")))
                .isNullOrEmpty();
    }

    @Test
    void aCharacterThatXmlCannotHoldIsRefusedBeforeTheFits() {
        strikes()
                .withColumn("kind", functions.expr("IF(raining, 'a\\u0001b', 'c')"))
                .createOrReplaceTempView("strikes");
        Path results = folder.resolve("results");
        List<String> lines;
        AppRun run;
        try (LogCapture log = new LogCapture(TrainJob.class.getName())) {
            run = AppRun.of(
                    job("table = strikes", "numeric = [], categorical = [kind]", ""),
                    results,
                    "--model-export",
                    "pmml=" + results.resolve("model.pmml"));
            lines = log.lines();
        }

        assertThat(run.err())
                .startsWith(
                        "Error: model-export cannot write this model: A PMML document cannot hold the character U+0001,"
                                + " which is in 'kind = a\u0001b'.");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(lines).isNotEmpty().noneMatch(line -> line.startsWith("Fitting"));
    }

    @Test
    void aTabInAValueIsExported() throws Exception {
        strikes()
                .withColumn("kind", functions.expr("IF(raining, 'a\\tb', 'c\\nd')"))
                .createOrReplaceTempView("strikes");
        AppRun run = AppRun.of(
                job("table = strikes", "numeric = [], categorical = [kind]", "estimator.maxIter = 2"),
                folder,
                "--model-export",
                "pmml=" + folder.resolve("model.pmml"));

        assertThat(run.err()).isEmpty();
        assertThat(folder.resolve("model.pmml")).content().contains("\"kind = a&#9;b\"", "\"kind = c&#10;d\"");
    }

    @Test
    void savedModelScoresRowsWithoutLabel() {
        Dataset<Row> unlabeled = spark().read()
                .option("header", "true")
                .option("inferSchema", "true")
                .csv("data/birdstrikes.csv")
                .drop("Effect Amount of damage", "Cost Other", "Cost Repair", "Cost Total $")
                .withColumn("Origin State", functions.lit("a state never seen"));
        PipelineModel model = PipelineModel.load(shared.resolve("model").toString());

        assertThat(model.transform(unlabeled).select("prediction").distinct().count())
                .isBetween(1L, 2L);
    }

    @Test
    void nothingButResultsStaysBehind() {
        assertThat(spark().sparkContext().getPersistentRDDs().isEmpty()).isTrue();
        assertThat(shared.toFile().list())
                .contains("model", "metrics.json", "metrics.html")
                .noneMatch(name -> name.contains("draft"));
    }

    @Test
    void overwriteReplacesAll() throws Exception {
        Path results = Files.createDirectories(folder.resolve("results"));
        strikes().write().parquet(folder.resolve("in").toString());
        Path job = job("path = \"" + folder.resolve("in") + "\", format = parquet", "", "");
        assertThat(AppRun.of(job, results).exitCode()).isZero();
        AppRun second = AppRun.of(job, results, "--overwrite", "--set", "estimator.gamma=5");

        assertThat(second.err()).isEmpty();
        assertThat(metrics(results).getDouble("models.focal.gamma")).isEqualTo(5.0);
        PipelineModel model = PipelineModel.load(results.resolve("model").toString());
        assertThat(((FocalLogisticRegressionModel) model.stages()[model.stages().length - 1]).getGamma())
                .isEqualTo(5.0);
        assertThat(visible(results)).containsExactlyInAnyOrder("model", "metrics.json", "metrics.html");
    }

    private static List<String> visible(Path results) {
        return List.of(results.toFile().list((parent, name) -> !name.startsWith(".")));
    }

    @Test
    void readsATableWithAwkwardNamesAndInfersColumnsByType() {
        strikes().createOrReplaceTempView("strikes");
        AppRun run = AppRun.of(
                job(
                        "table = strikes",
                        "exclude = [part]",
                        "estimator { weightCol = weight, regParam = 0.01, alpha = 0.75, calibration = posterior }"),
                folder);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        Config data = metrics(folder).getConfig("data");
        assertThat(data.getStringList("numeric")).containsExactly("speed.in knots", "other");
        assertThat(data.getStringList("categorical")).containsExactly("kind.of bird", "raining");
        assertThat(metrics(folder).getDouble("models.focal.observedRate")).isNotEqualTo(0.1);
    }

    @Test
    void listsWinOverTypes() {
        strikes().createOrReplaceTempView("strikes");
        AppRun run = AppRun.of(
                job("table = strikes", "numeric = [raining], categorical = [other, day]", "estimator.regParam = 0.01"),
                folder);

        assertThat(run.err()).isEmpty();
        assertThat(metrics(folder).getStringList("data.numeric")).containsExactly("raining");
        assertThat(metrics(folder).getStringList("data.categorical")).containsExactly("other", "day");
    }

    @Test
    void splitsByAColumnAndHidesSecrets() {
        strikes().write().json(folder.resolve("in").toString());
        AppRun run = AppRun.of(
                job(
                        "path = \"" + folder.resolve("in") + "\", format = json, options { password = hunter2 }",
                        "numeric = [\"speed.in knots\"], categorical = []",
                        "split { column = part, train = training, test = [validation] }"),
                folder);

        assertThat(run.err()).isEmpty();
        assertThat(metrics(folder).getInt("data.train.rows")).isEqualTo(300);
        assertThat(metrics(folder).getInt("data.test.rows")).isEqualTo(100);
        assertThat(metrics(folder).getString("configuration.input.options.password"))
                .isEqualTo("(hidden)");
    }

    @Test
    void takesASecondInput() {
        strikes().createOrReplaceTempView("strikes");
        strikes().filter("part = 'validation'").drop("day", "weight").createOrReplaceTempView("more_strikes");
        AppRun run = AppRun.of(
                job(
                        "table = strikes",
                        "numeric = [\"speed.in knots\"], categorical = [\"kind.of bird\"]",
                        "split.test-input { table = more_strikes }"),
                folder);

        assertThat(run.err()).isEmpty();
        assertThat(metrics(folder).getInt("data.train.rows")).isEqualTo(400);
        assertThat(metrics(folder).getInt("data.test.rows")).isEqualTo(100);
    }

    @Test
    void takesVectorsFromLibsvm() throws Exception {
        File data = folder.resolve("data.libsvm").toFile();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            lines.append(i % 5 == 0 ? 1 : 0)
                    .append(" 1:")
                    .append(i * 37 % 19 + (i % 5 == 0 ? 8 : 0))
                    .append(" 3:1.5\n");
        }
        Files.writeString(data.toPath(), lines);
        Path conf = JobFile.write(folder, """
                input { path = "%s", format = libsvm, options { numFeatures = 3 } }
                label { column = label, positive = 1 }
                features.vector = features
                """.formatted(data));
        AppRun run = AppRun.of(conf, folder);

        assertThat(run.err()).isEmpty();
        assertThat(metrics(folder).getString("data.vector")).isEqualTo("features");
        assertThat(metrics(folder).getInt("models.focal.fit.numFeatures")).isEqualTo(3);
        assertThat(metrics(folder).getDouble("models.focal.rocAuc")).isGreaterThan(0.7);
    }

    @Test
    void reportsTheGammasThatAreTrained() {
        strikes().createOrReplaceTempView("strikes");
        AppRun run = AppRun.of(
                job(
                        "table = strikes",
                        "numeric = [\"speed.in knots\"], categorical = []",
                        "estimator { gamma = 1, gammaNegative = 4, gammaPositive = 0.5 }"),
                folder);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsPattern("gamma +0\\.0 +4\\.0 / 0\\.5\n");
        assertThat(metrics(folder).getDouble("models.baseline.gamma")).isZero();
        assertThat(metrics(folder).getDouble("models.focal.gamma.negative")).isEqualTo(4.0);
        assertThat(metrics(folder).getDouble("models.focal.gamma.positive")).isEqualTo(0.5);
    }

    @Test
    void helpDocumentsExitCodesWithin100Columns() {
        AppRun help = AppRun.of("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains(
                        "Exit codes:",
                        "--conf-file",
                        "--input",
                        "--model-out",
                        "--metrics-out",
                        "--report-out",
                        "--set");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void versionNamesBoth() {
        assertThat(AppRun.of("--version").out())
                .isEqualToNormalizingNewlines("focalspark development\nSpark " + spark().version() + "\n");
    }
}
