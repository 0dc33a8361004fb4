package org.focalspark.app.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
class MulticlassLabelIT {

    /** Five rows of d, and two each of b and c, whose names stand against the alphabet. */
    private static Dataset<Row> letters() {
        return SparkSessions.shared()
                .range(9)
                .selectExpr("element_at(array('c', 'b', 'd', 'd', 'c', 'd', 'b', 'd', 'd'), CAST(id AS INT) + 1) AS k");
    }

    private static LabelColumn label(Dataset<Row> input, String column, String... classes) {
        return LabelColumn.of(new JobConfig.Label.Multiclass(column, List.of(classes)), input, "The input");
    }

    private static List<String> names(LabelColumn label, Dataset<Row> input) {
        NominalAttribute attribute = (NominalAttribute)
                Attribute.fromStructField(label.addTo(input).schema().apply(LabelColumn.NAME));
        return Arrays.asList(attribute.values().get());
    }

    @Test
    void orderIsThatOfStringIndexer() {
        String[] indexed = new StringIndexer()
                .setInputCol("k")
                .setOutputCol("index")
                .fit(letters())
                .labelsArray()[0];

        assertThat(names(label(letters(), "k"), letters()))
                .containsExactly("d", "b", "c")
                .containsExactly(indexed);
    }

    @Test
    void aListSetsAnotherOrder() {
        LabelColumn label = label(letters(), "k", "b", "c", "d");

        assertThat(names(label, letters())).containsExactly("b", "c", "d");
        assertThat(label.check(label.addTo(letters()), "The input")).isEqualTo(new ClassCounts(List.of(2L, 2L, 5L), 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    CAST(id % 3 AS INT)                           | 0, 1, 2
                    CAST(id % 3 AS DOUBLE)                        | 0, 1, 2
                    CAST(id % 3 + 1234567890 AS BIGINT)           | 1234567890, 1234567891, 1234567892
                    CAST(id % 3 AS DOUBLE) / 2                    | 0, 0.5, 1
                    CAST(0.1 * (id % 3) AS FLOAT)                 | 0, 0.10000000149011612, 0.20000000298023224
                    CAST(0.5 * (id % 3) AS DECIMAL(9, 3))         | 0, 0.5, 1
                    id % 3 = 0                                    | false, true
                    DATE'2000-01-01' + CAST(id % 2 AS INT)        | 2000-01-01, 2000-01-02
                    CONCAT('a.b `$', id % 2, '" ')                | 'a.b `$0" , a.b `$1" '
                    """)
    void valuesOfEveryTypeAreClasses(String expression, String names) {
        Dataset<Row> input = SparkSessions.shared().range(9).selectExpr(expression + " AS `the.label`");
        LabelColumn label = label(input, "the.label");

        assertThat(names(label, input)).containsExactly(names.split(", ", -1));
        assertThat(label.check(label.addTo(input), "The input").rows()).isEqualTo(9);
    }

    @Test
    void aListNamesNumbersAndTruthValuesInAnyWriting() {
        Dataset<Row> input =
                SparkSessions.shared().range(6).selectExpr("CAST(id % 2 AS DOUBLE) AS n", "id % 2 = 1 AS b");
        LabelColumn numbers = label(input, "n", "1", "0.0");
        LabelColumn flags = label(input, "b", "TRUE", "false");

        assertThat(names(numbers, input)).containsExactly("1", "0.0");
        assertThat(numbers.addTo(input)
                        .filter("n + " + LabelColumn.NAME + " = 1")
                        .count())
                .isEqualTo(6);
        assertThat(flags.addTo(input)
                        .filter("b = (" + LabelColumn.NAME + " = 0)")
                        .count())
                .isEqualTo(6);
    }

    @Test
    void aSecondInputMayHoldTheClassesInAnotherType() {
        Dataset<Row> training = SparkSessions.shared().range(6).selectExpr("IF(id % 2 = 0, '1', 'none') AS k");
        Dataset<Row> numbers = SparkSessions.shared().range(3).selectExpr("1 AS k");
        LabelColumn label = label(training, "k");

        assertThat(label.check(label.addTo(numbers), "The test data")).isEqualTo(new ClassCounts(List.of(3L, 0L), 0));
    }

    @Test
    void remarkSaysWhyThereAreManyClasses() {
        assertThat(label(letters(), "k").remark())
                .contains("3 classes: every value of column 'k' is one, since label.positive is not set.");
        assertThat(label(letters(), "k", "b", "c", "d").remark())
                .contains("3 classes: column 'k' holds those that label.classes lists.");
        assertThat(new BinaryLabel(new JobConfig.Label.Binary("k", "b")).remark())
                .isEmpty();
    }

    @Test
    void refusesAColumnThatLooksLikeAnIdentifier() {
        Dataset<Row> input = SparkSessions.shared().range(101).toDF("id");

        assertThatThrownBy(() -> label(input, "id"))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage(
                        "Column 'id' holds more than 100 values, such as '0' (1), '1' (1), '10' (1), '100' (1), '11'"
                                + " (1), '12' (1), '13' (1), '14' (1), and without label.positive every value is a class. Is it"
                                + " the right label.column? If so, set label.positive, or list all in label.classes.");
        assertThat(label(input.limit(100), "id").numClasses()).isEqualTo(100);
    }

    @Test
    void aListMayBeLong() {
        Dataset<Row> input = SparkSessions.shared().range(101).toDF("id");
        String[] all = input.collectAsList().stream()
                .map(row -> Long.toString(row.getLong(0)))
                .toArray(String[]::new);

        assertThat(label(input, "id", all).numClasses()).isEqualTo(101);
    }
}
