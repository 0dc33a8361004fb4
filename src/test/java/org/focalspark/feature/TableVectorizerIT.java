package org.focalspark.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableVectorizerIT {
    @TempDir
    Path folder;

    private static SparkSession spark() {
        return SparkSessions.shared();
    }

    /** A number with fill value 5, codes 3 and 4, and a column whose name is a way to read the environment. */
    private static TableVectorizer vectorizer() {
        return new TableVectorizer("vectorizer")
                .setNumericCols(new String[] {"speed.in `knots`"}, new double[] {5.0})
                .setCategoricalCols(
                        new String[] {"code", "${env:HOME}"},
                        List.of(List.of("3", "4"), List.of("${env:HOME}", "tab\t\n\"quote\"")),
                        List.of(List.of(), List.of("rare")));
    }

    private static Dataset<Row> rows(String speed, String code) {
        return spark().range(1)
                .selectExpr(speed + " AS x", code + " AS code")
                .withColumnRenamed("x", "speed.in `knots`")
                .withColumn("${env:HOME}", functions.lit("${env:HOME}"));
    }

    private static Vector features(Dataset<Row> rows) {
        return vectorizer().transform(rows).select("features").first().getAs(0);
    }

    @Test
    void typesOfColumnsDoNotMatter() {
        for (String code : List.of("3", "3L", "3.0D", "CAST(3 AS FLOAT)", "3.00BD", "'3'", "'3.0'", "'03'")) {
            for (String speed : List.of("2", "2.0D", "'2'", "2.0BD")) {
                assertThat(features(rows(speed, code)))
                        .as(code + " and " + speed)
                        .isEqualTo(Vectors.dense(2, 1, 0, 1, 0, 0));
            }
        }
    }

    @Test
    void missingUnreadableAndInfiniteNumbersAreFilled() {
        for (String speed :
                List.of("CAST(NULL AS INT)", "'?'", "'12 %'", "DOUBLE('NaN')", "DOUBLE('Infinity')", "''")) {
            assertThat(features(rows(speed, "5")))
                    .as(speed)
                    .isEqualTo(Vectors.sparse(6, new int[] {0, 3}, new double[] {5, 1}));
        }
    }

    @Test
    void featuresHaveTheNamesOfColumnsAndLevels() {
        AttributeGroup group = AttributeGroup.fromStructField(
                vectorizer().transform(rows("1", "3")).schema().apply("features"));
        List<String> names = Arrays.stream(group.attributes().get())
                .map((Attribute attribute) -> attribute.name().get())
                .toList();

        assertThat(names)
                .containsExactly(
                        "speed.in `knots`",
                        "code = 3",
                        "code = 4",
                        "${env:HOME} = ${env:HOME}",
                        "${env:HOME} = tab\t\n\"quote\"",
                        "${env:HOME} = (rare)");
        assertThat(vectorizer().transformSchema(rows("1", "3").schema()))
                .isEqualTo(vectorizer().transform(rows("1", "3")).schema());
    }

    @Test
    void savedEqualsLoaded() throws Exception {
        String path = folder.resolve("stage").toString();
        vectorizer().save(path);
        TableVectorizer loaded = TableVectorizer.load(path);

        assertThat(loaded.uid()).isEqualTo("vectorizer");
        assertThat(loaded.getLevels()).isEqualTo(vectorizer().getLevels());
        assertThat(loaded.transform(rows("1", "4")).collectAsList())
                .isEqualTo(vectorizer().transform(rows("1", "4")).collectAsList());
    }

    @Test
    void talliesWhatItCannotUse() {
        Dataset<Row> rows = rows("'12 %'", "9").union(rows("'?'", "3")).union(rows("'1'", "CAST(NULL AS INT)"));
        List<Row> tally = vectorizer().tally(rows).collectAsList();

        assertThat(tally.get(0).getString(0)).isEqualTo("speed.in `knots`");
        assertThat(tally.get(0).getString(1)).isEqualTo("numeric");
        assertThat(tally.get(0).getLong(2)).isEqualTo(1); // missing
        assertThat(tally.get(0).getLong(3)).isEqualTo(1); // unreadable
        assertThat(tally.get(0).<String>getList(5)).containsExactly("12 %");
        assertThat(tally.get(1).getString(0)).isEqualTo("code");
        assertThat(tally.get(1).getLong(2)).isEqualTo(1); // missing
        assertThat(tally.get(1).getLong(4)).isEqualTo(1); // unseen
        assertThat(tally.get(1).<String>getList(5)).containsExactly("9");
    }

    @Test
    void refusesWhatDoesNotFit() {
        Dataset<Row> rows = rows("1", "3");

        assertThatThrownBy(() -> vectorizer().transform(rows.drop("code")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The rows must have all columns that the features are made of, but lack 'code'. Add them, with"
                                + " null where nothing is known.");
        assertThatThrownBy(() -> vectorizer().setOutputCol("CODE").transform(rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("outputCol 'CODE' must be a new column");
        assertThatThrownBy(() -> vectorizer().setNumericCols(new String[] {"code"}, new double[0]))
                .hasMessage("fillValues must have one number per numeric column, but there are 0 for 1 columns.");
    }
}
