package org.focalspark.table;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Converts a table cell to a number or to a level, independent of the column type that the reader chose. Cells are
 * {@link Number}, {@link Boolean}, text or null.
 */
public final class CellValue {
    /** Whole doubles up to this limit are exact as long. */
    private static final double LARGEST_WHOLE = 9.007199254740992E15;

    private CellValue() {}

    /**
     * Returns the cell as a number.
     *
     * @param cell a cell
     * @param decimalComma whether texts write numbers as 1.234,50
     * @return the number, which may be infinite; 1 for true, 0 for false; NaN for a missing or unreadable value
     */
    public static double number(@Nullable Object cell, boolean decimalComma) {
        if (cell instanceof Number number) {
            return number.doubleValue();
        }
        if (cell instanceof Boolean flag) {
            return flag ? 1.0 : 0.0;
        }
        return cell instanceof String text ? TextKind.number(text, decimalComma) : Double.NaN;
    }

    /**
     * Returns whether the cell is a missing value of a numeric column: null, NaN, or a text that marks a missing value.
     *
     * @param cell a cell
     * @return whether the value is missing
     */
    public static boolean isMissingNumber(@Nullable Object cell) {
        if (cell instanceof String text) {
            return TextKind.of(text) == TextKind.MISSING;
        }
        return cell == null || (cell instanceof Number number && Double.isNaN(number.doubleValue()));
    }

    /**
     * Returns the cell as a level. A code has the same level in every type: 3 for 3, 3.0 and "3.0"; true for a boolean.
     * "03" and "3.10" stay unchanged.
     *
     * @param cell a cell
     * @return level; null for null, NaN and blank texts
     */
    public static @Nullable String level(@Nullable Object cell) {
        if (cell instanceof String text) {
            return text.isBlank() ? null : withoutZeroFraction(text);
        }
        if (cell instanceof BigDecimal decimal) {
            return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
        }
        if (cell instanceof Double || cell instanceof Float) {
            double number = ((Number) cell).doubleValue();
            if (Double.isNaN(number)) {
                return null;
            }
            return Math.abs(number) <= LARGEST_WHOLE && number == Math.rint(number)
                    ? Long.toString((long) number)
                    : cell.toString();
        }
        return cell == null ? null : cell.toString();
    }

    /** "3" for "3.0" and "3.00"; texts with leading zeros are codes, not numbers. */
    private static String withoutZeroFraction(String text) {
        int point = text.indexOf('.');
        if (point < 1 || point == text.length() - 1 || text.length() > 24) {
            return text;
        }
        for (int i = point + 1; i < text.length(); i++) {
            if (text.charAt(i) != '0') {
                return text;
            }
        }
        return isWhole(text, point) ? text.substring(0, point) : text;
    }

    private static boolean isWhole(String text, int end) {
        int start = text.charAt(0) == '-' ? 1 : 0;
        if (start == end || (text.charAt(start) == '0' && end - start > 1)) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
