package org.focalspark.table;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The value of a table cell as a number or as the level of a category, independent of the type that a reader has given to the
 * column. Cells are {@link Number}, {@link Boolean}, texts, or null.
 */
public final class CellValue {
    /** Doubles up to here are whole numbers that a long holds exactly. */
    private static final double LARGEST_WHOLE = 9.007199254740992E15;

    private CellValue() {}

    /**
     * The cell as a number.
     *
     * @param cell a cell
     * @param decimalComma whether numbers in texts are written as 1.234,50
     * @return the number, which may be infinite, 1 for true; NaN for a missing value or a text that is no number
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
     * Whether a numeric column has no value here: null, NaN, or a text that marks a missing value.
     *
     * @param cell a cell
     * @return whether there is none
     */
    public static boolean isMissingNumber(@Nullable Object cell) {
        if (cell instanceof String text) {
            return TextKind.of(text) == TextKind.MISSING;
        }
        return cell == null || (cell instanceof Number number && Double.isNaN(number.doubleValue()));
    }

    /**
     * The cell as the level of a category. One code has one text in every type: 3 for 3, 3.0 and "3.0"; true for a boolean.
     * "03" and "3.10" stay as they are.
     *
     * @param cell a cell
     * @return level; null for null, NaN and texts of nothing but spaces
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

    /** "3" for "3.0" and "3.00"; texts with leading zeros are no numbers but codes. */
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
