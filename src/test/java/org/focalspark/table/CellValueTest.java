package org.focalspark.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CellValueTest {
    /** However a reader types the code 3. */
    private static Stream<Object> three() {
        return Stream.of(3, 3L, (short) 3, 3.0, 3.0f, new BigDecimal("3.00"), "3", "3.0", "3.000");
    }

    @ParameterizedTest
    @MethodSource("three")
    void aCodeIsOneLevelInEveryType(Object cell) {
        assertThat(CellValue.level(cell)).isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource({"03", "3.10", "3.", ".0", "-", "1.0.0", "007.0", "'a.0'", "' 3.0'", "A"})
    void textsThatAreNoWholeNumbersStay(String text) {
        assertThat(CellValue.level(text)).isEqualTo(text);
    }

    @Test
    void fractionsAndLargeNumbersAreWrittenInFull() {
        assertThat(CellValue.level(0.1)).isEqualTo("0.1");
        assertThat(CellValue.level(0.1f)).isEqualTo("0.1");
        assertThat(CellValue.level(new BigDecimal("0.10"))).isEqualTo("0.1");
        assertThat(CellValue.level(-0.0)).isEqualTo("0");
        assertThat(CellValue.level(9_007_199_254_740_993L)).isEqualTo("9007199254740993");
        assertThat(CellValue.level(true)).isEqualTo("true");
    }

    @Test
    void nothingIsNoLevel() {
        assertThat(CellValue.level(null)).isNull();
        assertThat(CellValue.level("")).isNull();
        assertThat(CellValue.level(" \t\n")).isNull();
        assertThat(CellValue.level(Double.NaN)).isNull();
        assertThat(CellValue.level("?")).isEqualTo("?");
    }

    @Test
    void missingNumbers() {
        assertThat(Stream.of("", " ", "?", "NA", Double.NaN, Float.NaN)).allMatch(CellValue::isMissingNumber);
        assertThat(CellValue.isMissingNumber(null)).isTrue();
        assertThat(Stream.of("12 %", "x", "Infinity", 0, false)).noneMatch(CellValue::isMissingNumber);
    }
}
