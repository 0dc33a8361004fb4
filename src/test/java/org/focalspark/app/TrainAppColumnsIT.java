package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;
import org.focalspark.app.config.JobFile;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles of the columns of typical user files, and the messages about them. */
class TrainAppColumnsIT {
    private static final int ROWS = 240;

    @TempDir
    Path folder;

    private static SparkSession spark() {
        return SparkSessions.shared();
    }

    /** A file of 240 rows, every fourth positive. */
    private Path csv(String name, String header, IntFunction<String> rest) throws IOException {
        String rows = IntStream.range(0, ROWS)
                .mapToObj(i -> (i % 4 == 0 ? "1," : "0,") + rest.apply(i) + "\n")
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve(name), "y," + header + "\n" + rows, StandardCharsets.UTF_8);
    }

    private AppRun run(Path input, String features, String rest) {
        Path conf = JobFile.write(folder, """
                input { path = "%s", format = csv, options { header = true, inferSchema = true, escape = "\\"" } }
                label { column = y, positive = 1 }
                %s
                estimator { maxIter = 20, regParam = 0.01 }
                %s
                """.formatted(input, features, rest));
        return AppRun.of(conf, folder.resolve("out"), "--overwrite");
    }

    private Config metrics() {
        return ConfigFactory.parseFile(folder.resolve("out/metrics.json").toFile());
    }

    private Config column(String name) {
        return metrics().getConfigList("columns").stream()
                .filter(column -> column.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String role(String name) {
        return column(name).getString("role");
    }

    @Test
    void saysOfEveryColumnWhatItBecameAndWhy() throws IOException {
        AppRun run = run(
                csv(
                        "data.csv",
                        "id,temperature,kind,day,empty,same",
                        i -> String.join(
                                ",",
                                "C-" + i,
                                i % 6 == 1 ? "?" : String.valueOf(36 + i % 9),
                                "k" + i % 3,
                                "2024-01-05",
                                "",
                                "5")),
                "",
                "");

        assertThat(run.err()).isEmpty();
        assertThat(metrics().getConfigList("columns"))
                .extracting(column -> column.getString("name") + " " + column.getString("role"))
                .containsExactly(
                        "y label",
                        "id left out",
                        "temperature numeric",
                        "kind categorical",
                        "day left out",
                        "empty left out",
                        "same left out");
        assertThat(column("id").getString("reason")).contains("nearly every row has a distinct value");
        assertThat(column("temperature").getString("reason")).contains("'?'").contains("nullValue");
        assertThat(column("temperature").getInt("missing")).isBetween(20, 40); // 40 in all rows, 3 of 4 are trained on
        assertThat(column("kind").getInt("levels")).isEqualTo(3);
        assertThat(column("kind").getInt("unreadable")).isZero();
        assertThat(column("kind").getInt("unseen")).isZero();
    }

    @Test
    void aCodeIsTheSameInFilesOfOtherTypes() throws IOException {
        IntFunction<String> code = i -> i % 4 == 0 ? "3" : "1";
        Path train = csv("train.csv", "code,x", i -> code.apply(i) + "," + i % 5);
        Path test = csv("test.csv", "code,x", i -> (i == 1 ? "" : code.apply(i) + ".0") + "," + i % 5);
        AppRun run = run(
                train,
                "features { numeric = [x], categorical = [code] }",
                "split.test-input { path = \"" + test
                        + "\", format = csv, options { header = true, inferSchema = true } }");

        assertThat(run.err()).isEmpty();
        assertThat(metrics().getDouble("models.focal.rocAuc")).isCloseTo(1.0, within(0.01)); // one row without a code
        assertThat(column("code").getInt("unseen")).isZero();
        assertThat(column("code").getInt("heldOutMissing")).isEqualTo(1);
    }

    @Test
    void countsLevelsThatTrainingHasNotSeen() throws IOException {
        Path train = csv("train.csv", "kind,x", i -> "k" + i % 3 + "," + i % 5);
        Path test = csv("test.csv", "kind,x", i -> (i < 7 ? "new" : "k1") + "," + i % 5);
        AppRun run =
                run(train, "", "split.test-input { path = \"" + test + "\", format = csv, options { header = true } }");

        assertThat(run.err()).isEmpty();
        assertThat(column("kind").getInt("unseen")).isEqualTo(7);
        assertThat(column("x").getInt("heldOutUnreadable")).isZero();
    }

    @Test
    void mergesRareLevelsOnRequest() throws IOException {
        Path data = csv("data.csv", "kind,x", i -> (i % 10 == 3 ? "rare" + i : "k" + i % 3) + "," + i % 5);
        run(data, "features.min-count = 5", "");

        assertThat(column("kind").getInt("levels")).isEqualTo(4); // k0, k1, k2 and the rare ones
        assertThat(metrics().getInt("models.focal.fit.numFeatures")).isEqualTo(5);
    }

    @Test
    void includeForcesAColumnIn() throws IOException {
        Path data = csv("data.csv", "id,x", i -> "C" + i + "," + i % 5);
        run(data, "features.include = [id]", "");

        assertThat(role("id")).isEqualTo("categorical");
    }

    @Test
    void refusesTooManyTextsInANumericColumn() throws IOException {
        Path data =
                csv("data.csv", "price,x", i -> (i % 3 == 0 ? "\"1,2" + (10 + i % 80) + ".50\"" : "9.5") + "," + i % 5);
        AppRun run = run(data, "features { numeric = [price, x], categorical = [] }", "");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(
                        "Error: Numeric columns must hold finite numbers, but in the training data too many values do"
                                + " not: 'price' (")
                .contains("such as '1,2")
                .contains("features.exclude")
                .contains("raise features.max-unreadable (5.00 %)");
        assertThat(run(data, "features { numeric = [price, x], categorical = [], max-unreadable = 0.5 }", "")
                        .err())
                .isEmpty();
        assertThat(column("price").getInt("unreadable")).isBetween(40, 80); // 80 in all rows
    }

    @Test
    void readsADecimalCommaOnRequest() throws IOException {
        Path data = csv("data.csv", "price,x", i -> "\"" + (i % 4 == 0 ? 2 : 1) + "," + (10 + i % 80) + "\"," + i % 5);
        run(data, "", "");
        assertThat(role("price")).isEqualTo("left out");
        assertThat(column("price").getString("reason")).contains("features.decimal-comma = true");

        run(data, "features.decimal-comma = true", "");
        assertThat(role("price")).isEqualTo("numeric");
        assertThat(metrics().getDouble("models.focal.rocAuc")).isGreaterThan(0.95);
    }

    @Test
    void infinitiesAreCountedAndTheMessageNamesTheColumn() throws IOException {
        Path data = csv("data.csv", "rate,x", i -> (i % 4 == 1 ? "Infinity" : String.valueOf(i)) + "," + i % 5);
        AppRun run = run(data, "", "");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("'rate' (")
                .contains("which are infinite")
                .doesNotContain("focalspark_");
        Path few = csv("few.csv", "rate,x", i -> (i % 60 == 1 ? "Infinity" : String.valueOf(i)) + "," + i % 5);
        assertThat(run(few, "", "").err()).isEmpty();
        assertThat(column("rate").getString("reason")).contains("infinite values are treated as missing");
    }

    @Test
    void namesAndLevelsAreNeverRead() throws IOException {
        Path data = csv(
                "data.csv",
                "${env:HOME},${spark.app.name},${system:user.home}",
                i -> i % 5 + ",${env:HOME} " + i % 2 + "," + i % 7);
        AppRun run = run(data, "", "");

        assertThat(run.err()).isEmpty();
        assertThat(role("${env:HOME}")).isEqualTo("numeric");
        assertThat(role("${spark.app.name}")).isEqualTo("categorical");
        PipelineModel.load(folder.resolve("out/model").toString())
                .transform(spark().read().option("header", "true").csv(data.toString()))
                .count();
        assertThat(Files.readString(folder.resolve("out/metrics.html")))
                .contains("${env:HOME} = ${env:HOME} 1".replace("${env:HOME} =", "${spark.app.name} ="))
                .doesNotContain(System.getProperty("user.home") + " 1");
    }

    @Test
    void namesNeverClash() {
        spark().range(ROWS)
                .selectExpr(
                        "CAST(id % 4 = 0 AS INT) AS y",
                        "id % 5 AS speed",
                        "id % 7 AS speed__imputed",
                        "id % 3 AS `a.b`",
                        "id % 6 AS A_b",
                        "id % 2 AS `quote\"d ``name``  `",
                        "1.0 AS prediction",
                        "1.0 AS Probability",
                        "1.0 AS focalspark_features")
                .createOrReplaceTempView("own_names");
        Path conf = JobFile.write(folder, """
                input.table = own_names
                label { column = y, positive = 1 }
                estimator { maxIter = 3 }
                """);

        assertThat(AppRun.of(conf, folder.resolve("out")).err()).isEmpty();
        assertThat(metrics().getStringList("data.numeric"))
                .containsExactly("speed", "speed__imputed", "a.b", "A_b", "quote\"d `name`  ");
        assertThat(List.of("prediction", "Probability", "focalspark_features"))
                .allMatch(name -> role(name).equals("left out"));
        assertThat(AppRun.of(conf, folder.resolve("out"), "--overwrite", "--set", "features.numeric=[prediction]")
                        .err())
                .isEqualToNormalizingNewlines("Error: features.numeric names column 'prediction', but the job writes a"
                        + " column of this name itself. Rename it in the input, or let the model write elsewhere with"
                        + " estimator.predictionCol, probabilityCol or rawPredictionCol.\n");
    }

    @Test
    void emptyAndOddTextsTrain() {
        spark().range(ROWS)
                .selectExpr(
                        "CAST(id % 4 = 0 AS INT) AS y",
                        "CASE id % 6 WHEN 0 THEN '' WHEN 1 THEN '  ' WHEN 2 THEN 'a\\tb' WHEN 3 THEN 'c\\nd'"
                                + " WHEN 4 THEN '\"' ELSE repeat('x', 100000) END AS odd",
                        "map('k', id) AS attributes",
                        "array(id) AS list",
                        "named_struct('v', id) AS nested",
                        "CAST('b' AS BINARY) AS bytes",
                        "current_timestamp() AS now")
                .createOrReplaceTempView("odd_texts");
        Path conf = JobFile.write(folder, """
                input.table = odd_texts
                label { column = y, positive = 1 }
                estimator { maxIter = 3 }
                split { test-fraction = 0.25, seed = 1 }
                """);

        assertThat(AppRun.of(conf, folder.resolve("out")).err()).isEmpty();
        assertThat(column("odd").getInt("levels")).isEqualTo(4);
        assertThat(column("odd").getInt("missing")).isBetween(40, 80);
        assertThat(List.of("attributes", "list", "nested", "bytes", "now"))
                .allMatch(name -> role(name).equals("left out")
                        && column(name).getString("reason").startsWith("of type "));
    }

    @Test
    void allEmptyColumnsAreNamedAtOnce() throws IOException {
        Path data = csv("data.csv", "a,b,x", i -> ",," + i % 5);
        AppRun run = run(data, "features { numeric = [a, x], categorical = [b] }", "");

        assertThat(run.err())
                .isEqualToNormalizingNewlines(
                        "Error: Columns 'a', 'b' have no value in the training data. Leave them out"
                                + " with features.exclude.\n");
    }

    @Test
    void namesThatSparkCannotTellApartAreRefused() {
        spark().range(9).selectExpr("id AS y", "id AS x", "id AS X").createOrReplaceTempView("same_names");
        Path conf = JobFile.write(folder, "input.table = same_names\nlabel { column = y, positive = 1 }\n");

        assertThat(AppRun.of(conf, folder.resolve("out")).err())
                .isEqualToNormalizingNewlines(
                        "Error: input has columns of the same name, upper and lower case being the"
                                + " same: 'x', 'X'. Rename all but one of them, or set spark.sql.caseSensitive to true.\n");
    }

    @Test
    void aFileOfAnotherSeparatorIsRecognized() throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "y;x\n1;2\n0;3\n");

        assertThat(run(data, "", "").err())
                .contains("It has a single column, 'y;x'")
                .contains("set input.options.sep to that");
    }

    /** Catalyst needs minutes for expressions per column. */
    @Test
    void oneThousandColumnsAreNothingSpecial() throws IOException {
        String names = IntStream.range(0, 1_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        Path data = csv(
                "data.csv",
                names,
                i -> IntStream.range(0, 1_000)
                        .mapToObj(k -> String.valueOf((i * 31 + k * 17) % 101))
                        .collect(Collectors.joining(",")));

        assertThat(run(data, "", "").err()).isEmpty();
        assertThat(metrics().getConfigList("columns")).hasSize(1_001);
        assertThat(metrics().getInt("models.focal.fit.numFeatures")).isEqualTo(1_000);
    }

    /** Spark's inferSchema takes 1.234 for a bit more than one. */
    @Test
    void pointsOfThousandsAreNoDecimalOnes() throws IOException {
        Path data = csv("data.csv", "sum,share,x", i -> "1." + (100 + i) + ",0." + (100 + i) + "," + i % 7);

        assertThat(run(data, "features.decimal-comma = true", "").err()).isEmpty();
        assertThat(role("sum")).isEqualTo("numeric");
        assertThat(column("sum").getDouble("min")).isBetween(1_100.0, 1_110.0);
        assertThat(role("share")).isEqualTo("left out");
        assertThat(column("share").getString("reason")).contains("'0.100'");
    }

    @Test
    void saysWhichValuesCountAsNegativeUnderAnotherSpelling() throws IOException {
        StringBuilder rows = new StringBuilder("y,x\n");
        for (int i = 0; i < ROWS; i++) {
            String label = i % 4 == 0 ? "yes" : i % 8 == 1 ? "Yes" : i % 8 == 2 ? "?" : "no";
            rows.append(label).append(',').append(i % 7).append('\n');
        }
        Path data = Files.writeString(folder.resolve("data.csv"), rows);

        assertThat(run(data, "label.positive = yes", "").err()).isEmpty();
        assertThat(column("y").getString("reason"))
                .containsPattern("'Yes' \\([0-9]+\\) in column 'y' count as negative, since label.positive is 'yes'")
                .containsPattern("'\\?' \\([0-9]+\\) in column 'y' count as negative; if they mark missing labels");
    }

    @Test
    void saysHowManyRowsAreOnNeitherSide() throws IOException {
        Path data = csv("data.csv", "x,set", i -> i % 7 + "," + (i < 160 ? "train" : i < 200 ? "test" : "Train"));

        assertThat(run(data, "", "split { column = set, train = train, test = test }")
                        .err())
                .isEmpty();
        assertThat(column("set").getString("reason"))
                .contains("40 rows are not used, since column 'set' holds neither")
                .contains("'Train' (40)");
    }
}
