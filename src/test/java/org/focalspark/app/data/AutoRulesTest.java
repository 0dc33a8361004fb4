package org.focalspark.app.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.focalspark.table.ColumnProfile;
import org.junit.jupiter.api.Test;

/** What auto makes of a column of 400 rows. */
class AutoRulesTest {
    private static final int ROWS = 400;

    private static AutoRules.Verdict of(DataType type, IntFunction<Object> cells) {
        return of(type, cells, false);
    }

    private static AutoRules.Verdict of(DataType type, IntFunction<Object> cells, boolean forced) {
        ColumnProfile profile = new ColumnProfile(1_024, false);
        for (int i = 0; i < ROWS; i++) {
            profile.add(cells.apply(i));
        }
        InputColumn column = new InputColumn("auto", new StructField("x", type, true, Metadata.empty()));
        return new AutoRules(0.05).decide(column, profile, forced);
    }

    private static AutoRules.Verdict texts(IntFunction<Object> cells) {
        return of(DataTypes.StringType, cells);
    }

    @Test
    void numbersAreNumericAndWordsAreCategories() {
        assertThat(of(DataTypes.DoubleType, i -> i / 7.0).role()).isEqualTo(ColumnRole.NUMERIC);
        assertThat(texts(i -> "level " + i % 7).role()).isEqualTo(ColumnRole.CATEGORICAL);
        assertThat(of(DataTypes.BooleanType, i -> i % 2 == 0).role()).isEqualTo(ColumnRole.CATEGORICAL);
    }

    @Test
    void identifiersAndFreeTextsAreLeftOut() {
        AutoRules.Verdict verdict = texts(i -> "customer-" + i);

        assertThat(verdict.role()).isEqualTo(ColumnRole.LEFT_OUT);
        assertThat(verdict.reason())
                .contains("nearly every row has a distinct value (400 in 400 rows)")
                .contains("features.include");
        assertThat(texts(i -> "half " + i % 199).role()).isEqualTo(ColumnRole.CATEGORICAL);
        assertThat(texts(i -> "half " + i % 202).role()).isEqualTo(ColumnRole.LEFT_OUT);
        assertThat(of(DataTypes.StringType, i -> "customer-" + i, true).role()).isEqualTo(ColumnRole.CATEGORICAL);
    }

    @Test
    void aWholeNumberOfItsOwnInEveryRowIsARemark() {
        AutoRules.Verdict verdict = of(DataTypes.IntegerType, i -> i + 1);

        assertThat(verdict.role()).isEqualTo(ColumnRole.NUMERIC);
        assertThat(verdict.reason()).contains("identifiers").contains("features.exclude");
    }

    @Test
    void marksOfMissingValuesDoNotMakeACategory() {
        AutoRules.Verdict verdict = texts(i -> i % 5 == 0 ? "?" : String.valueOf(36.0 + i % 6));

        assertThat(verdict.role()).isEqualTo(ColumnRole.NUMERIC);
        assertThat(verdict.reason()).contains("'?' (80 rows)").contains("input.options.nullValue");
        assertThat(texts(i -> i % 50 == 0 ? "unknown" : String.valueOf(i)).role())
                .isEqualTo(ColumnRole.NUMERIC);
        assertThat(texts(i -> i % 5 == 0 ? "unknown" : String.valueOf(i)).role())
                .isNotEqualTo(ColumnRole.NUMERIC);
    }

    @Test
    void codesStayCategories() {
        assertThat(texts(i -> String.valueOf(i % 12)).role()).isEqualTo(ColumnRole.CATEGORICAL);
        assertThat(texts(i -> String.format("%05d", i % 40)).role()).isEqualTo(ColumnRole.CATEGORICAL);
        assertThat(texts(i -> i % 40 == 0 ? "V27" : String.valueOf(250 + i % 60))
                        .role())
                .isEqualTo(ColumnRole.CATEGORICAL);
        assertThat(texts(i -> i % 3 == 0 ? "more" : String.valueOf(i % 3)).role())
                .isEqualTo(ColumnRole.CATEGORICAL);
    }

    @Test
    void numbersOfAnotherNotationAreLeftOutWithTheWayOut() {
        assertThat(texts(i -> i % 100 + "," + i % 90).reason()).contains("features.decimal-comma = true");
        AutoRules.Verdict thousands = texts(i -> "1," + (100 + i) + ".50");

        assertThat(thousands.role()).isEqualTo(ColumnRole.LEFT_OUT);
        assertThat(thousands.reason()).contains("'1,100.50'").contains("write plain numbers");
    }

    @Test
    void daysAreLeftOut() {
        assertThat(of(DataTypes.DateType, i -> "2024-01-01").reason()).contains("of type date");
        assertThat(texts(i -> "2024-01-" + (10 + i % 9)).reason()).startsWith("days as texts, such as '2024-01-10'");
        AutoRules.Verdict nanoseconds = of(DataTypes.LongType, i -> 1_700_000_000_000_000_000L + i);
        assertThat(nanoseconds.role()).isEqualTo(ColumnRole.LEFT_OUT);
        assertThat(nanoseconds.reason()).contains("nanoseconds");
        assertThat(of(DataTypes.createArrayType(DataTypes.StringType), i -> true)
                        .reason())
                .contains("of type array<string>");
    }

    @Test
    void emptyAndConstantColumnsAreLeftOut() {
        assertThat(texts(i -> " ").reason()).isEqualTo("empty: no value in any training row");
        assertThat(texts(i -> "NA").reason()).isEqualTo("empty: no value but 'NA' in any training row");
        assertThat(of(DataTypes.IntegerType, i -> 5).reason())
                .isEqualTo("constant: 5 in every training row that has a value");
        assertThat(texts(i -> "x").reason()).startsWith("constant");
        assertThat(texts(i -> i % 2 == 0 ? "x" : "").role()).isEqualTo(ColumnRole.CATEGORICAL); // x or nothing
    }

    @Test
    void infinitiesAreARemark() {
        assertThat(of(DataTypes.DoubleType, i -> i == 3 ? Double.POSITIVE_INFINITY : i / 7.0)
                        .reason())
                .isEqualTo("double; 1 infinite values are treated as missing");
    }

    @Test
    void identifiersAsTextsAreTreatedAsThoseOfNumbers() {
        AutoRules.Verdict small = texts(i -> String.valueOf(i + 1));
        AutoRules.Verdict large = texts(i -> "20240101123456" + (100_000 + i));

        assertThat(small.role()).isEqualTo(ColumnRole.NUMERIC);
        assertThat(small.reason()).startsWith("texts that are numbers; ").contains("identifiers");
        assertThat(large.role()).isEqualTo(ColumnRole.LEFT_OUT);
        assertThat(large.reason()).contains("18 digits or more").contains("features.numeric");
    }

    @Test
    void wholeNumbersThatMayBeDaysAreARemark() {
        AutoRules.Verdict days = of(DataTypes.IntegerType, i -> 20_240_101 + 100 * (i % 12) + i % 28);

        assertThat(days.role()).isEqualTo(ColumnRole.NUMERIC);
        assertThat(days.reason()).contains("yyyymmdd");
        assertThat(of(DataTypes.IntegerType, i -> 20_240_190 + i % 28).reason()).isEqualTo("int");
    }

    @Test
    void leadingZerosAreTheReasonForACategory() {
        AutoRules.Verdict codes = texts(i -> i == 3 ? "05" : String.valueOf(i % 60));

        assertThat(codes.role()).isEqualTo(ColumnRole.CATEGORICAL);
        assertThat(codes.reason())
                .contains("1 of 400 texts are numbers with leading zeros")
                .contains("features.numeric");
    }

    @Test
    void fewNumbersInAnotherNotationAreARemark() {
        AutoRules.Verdict prices = texts(i -> i == 0 ? "k.A." : i % 5 + ",25");

        assertThat(prices.role()).isEqualTo(ColumnRole.CATEGORICAL);
        assertThat(prices.reason()).contains("'0,25', '1,25', '2,25'").contains("features.decimal-comma = true");
    }
}
