package org.focalspark.table;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Kind of a text in a place where a number is expected. */
public enum TextKind {
    /** Blank, or a usual mark of a missing value such as {@code ?}, {@code NA} or {@code -}. */
    MISSING,
    /** A number as Java and Spark write it. */
    NUMBER,
    /** A number with a decimal comma: {@code 3,5} or {@code 1.234,50}. */
    DECIMAL_COMMA,
    /** A number with separators of thousands, a percent sign or a currency: {@code 1,234.50}, {@code 12 %}. */
    NOTATION,
    /** A day, with or without a time. */
    DATE,
    /** Anything else. */
    OTHER;

    /** Numbers and days are not longer than this. */
    private static final int LONGEST = 64;

    private static final Set<String> MARKS = Set.of(
            "", "?", "??", "na", "n/a", "#n/a", "#na", "n.a.", "nan", "nat", "<na>", "null", "(null)", "<null>", "\\n",
            "nil", "-", "--", "---", "\u2013", "\u2014", ".", "..", "*", "#null!", "#div/0!", "#value!");
    /** Texts that C, pandas and Excel, in English and German, write instead of a number. */
    private static final Set<String> NO_NUMBERS = Set.of(
            "-nan",
            "1.#ind",
            "-1.#ind",
            "1.#qnan",
            "-1.#qnan",
            "#n/a n/a",
            "#ref!",
            "#num!",
            "#name?",
            "#nv",
            "#wert!",
            "#bezug!",
            "#zahl!");

    private static final Set<String> INFINITIES = Set.of("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");

    private static final Pattern GERMAN =
            Pattern.compile("[+-]?\\d{1,3}(\\.\\d{3})+,\\d+|[+-]?\\d{1,3}(\\.\\d{3}){2,}");
    private static final Pattern COMMA = Pattern.compile("[+-]?\\d+,(\\d{1,2}|\\d{4,})|[+-]?(0|\\d{4,}),\\d+");
    private static final Pattern GROUPED = Pattern.compile("[+-]?\\d{1,3}([,' \u00a0\u202f]\\d{3})+([.,]\\d+)?");
    private static final Pattern WITH_SIGN = Pattern.compile(
            "[+-]?[$\u20ac\u00a3\u00a5]\\s?[+-]?[\\d.,]*\\d|[+-]?[\\d.,]*\\d\\s?[%\u2030$\u20ac\u00a3\u00a5]");
    private static final Pattern EITHER_COMMA =
            Pattern.compile("[+-]?[1-9]\\d{0,2}(\\.\\d{3})+(,\\d+)?|[+-]?\\d+(,\\d+)?");
    private static final Pattern DAY = Pattern.compile("\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}([T ].*)?"
            + "|\\d{1,2}[-/.]\\d{1,2}[-/.](\\d{4}|\\d{2})( .*)?"
            + "|\\d{1,2}[- ]\\p{L}{3,9}\\.?[- ]\\d{2,4}( .*)?|\\p{L}{3,9}\\.? \\d{1,2},? \\d{4}( .*)?");

    /**
     * Classifies a text.
     *
     * @param text any text; surrounding spaces are ignored
     * @return its kind
     */
    public static TextKind of(String text) {
        String trimmed = text.length() > 8 * LONGEST ? text : text.strip();
        if (trimmed.length() > LONGEST) {
            return OTHER;
        }
        if (isPlain(trimmed)) {
            return NUMBER;
        }
        String lower = trimmed.toLowerCase(Locale.ROOT);
        if (MARKS.contains(lower) || NO_NUMBERS.contains(lower)) {
            return MISSING;
        }
        return INFINITIES.contains(lower) ? NUMBER : written(trimmed);
    }

    private static TextKind written(String text) {
        if (text.chars().noneMatch(Character::isDigit)) {
            return OTHER;
        }
        if (GERMAN.matcher(text).matches() || COMMA.matcher(text).matches()) {
            return DECIMAL_COMMA;
        }
        if (GROUPED.matcher(text).matches() || WITH_SIGN.matcher(text).matches()) {
            return NOTATION;
        }
        return DAY.matcher(text).matches() ? DATE : OTHER;
    }

    /**
     * Parses a text as a number.
     *
     * @param text any text; surrounding spaces are ignored
     * @param decimalComma whether texts write numbers as 1.234,50 instead of 1234.50
     * @return the number, which may be infinite; NaN if the text is not a number
     */
    static double number(String text, boolean decimalComma) {
        if (text.length() > 8 * LONGEST) {
            return Double.NaN;
        }
        String trimmed = text.strip();
        if (decimalComma) {
            return EITHER_COMMA.matcher(trimmed).matches()
                    ? Double.parseDouble(trimmed.replace(".", "").replace(',', '.'))
                    : Double.NaN;
        }
        if (isPlain(trimmed)) {
            return Double.parseDouble(trimmed);
        }
        if (!INFINITIES.contains(trimmed.toLowerCase(Locale.ROOT))) {
            return Double.NaN;
        }
        return trimmed.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    /** Digits with an optional sign, point and exponent. Java's own parser also accepts 12D and 0x1p3. */
    private static boolean isPlain(String text) {
        int at = afterSign(text, 0);
        int end = afterDigits(text, at);
        int digits = end - at;
        if (end < text.length() && text.charAt(end) == '.') {
            int fraction = afterDigits(text, end + 1);
            digits += fraction - end - 1;
            end = fraction;
        }
        if (digits > 0 && end < text.length() && (text.charAt(end) | 0x20) == 'e') {
            int exponent = afterSign(text, end + 1);
            int after = afterDigits(text, exponent);
            return after > exponent && after == text.length();
        }
        return digits > 0 && end == text.length();
    }

    private static int afterSign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
    }

    private static int afterDigits(String text, int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
