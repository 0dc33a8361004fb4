package org.focalspark.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextKindTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "  ", "?", " ? ", "NA", "na", "N/A", "null", "NULL", "(null)", "\\N", "-", "--", ".", "NaN", "#N/A",
                "#NV", "#WERT!", "#REF!", "1.#IND", "-nan"
            })
    void marksOfMissingValues(String text) {
        assertThat(TextKind.of(text)).isEqualTo(TextKind.MISSING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3          | NUMBER
            -3.50      | NUMBER
            +.5e-3     | NUMBER
            1E6        | NUMBER
            ' 7 '      | NUMBER
            Infinity   | NUMBER
            -inf       | NUMBER
            3,5        | DECIMAL_COMMA
            0,125      | DECIMAL_COMMA
            1.234,50   | DECIMAL_COMMA
            1.234.567  | DECIMAL_COMMA
            1,234.50   | NOTATION
            1,234      | NOTATION
            12 %       | NOTATION
            $1,200.00  | NOTATION
            1'234.50   | NOTATION
            2024-01-05 | DATE
            2024-01-05T10:00:00Z | DATE
            05.01.2024 | DATE
            1/5/24     | DATE
            5 Jan 2024 | DATE
            12D        | OTHER
            0x1p3      | OTHER
            1e         | OTHER
            e5         | OTHER
            .e5        | OTHER
            V27        | OTHER
            none       | OTHER
            1-2        | OTHER
            """)
    void kinds(String text, TextKind kind) {
        assertThat(TextKind.of(text)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3,5       | 3.5
            1.234,50  | 1234.5
            1.234     | 1234
            0.123     | NaN
            012.345   | NaN
            -12       | -12
            1.5       | NaN
            1,234.50  | NaN
            """)
    void decimalComma(String text, double number) {
        assertThat(TextKind.number(text, true)).isEqualTo(Double.valueOf(number)); // NaN equals itself
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3.50      | 3.5
            1e3       | 1000
            -Infinity | -Infinity
            3,5       | NaN
            12D       | NaN
            NaN       | NaN
            """)
    void decimalPoint(String text, double number) {
        assertThat(TextKind.number(text, false)).isEqualTo(Double.valueOf(number)); // NaN equals itself
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 1_000, 100_000})
    void aLongTextIsNoNumber(int length) {
        assertThat(TextKind.of("1".repeat(length))).isEqualTo(TextKind.OTHER);
    }
}
