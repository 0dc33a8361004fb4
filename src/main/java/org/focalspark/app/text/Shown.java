package org.focalspark.app.text;

import java.util.Locale;

/** Formats of numbers and texts in tables and logs. */
public final class Shown {
    private Shown() {}

    /**
     * Formats a count.
     *
     * @param value any
     * @return "1,234"
     */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /**
     * Formats a number.
     *
     * @param value any
     * @return "0.1250"
     */
    public static String decimal(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /**
     * Formats a share.
     *
     * @param value share of 1
     * @return "12.50 %", or "unknown" if it is NaN
     */
    public static String percent(double value) {
        return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%.2f %%", 100.0 * value);
    }

    /**
     * Replaces line breaks, tabs and other control characters.
     *
     * @param text a text of the input
     * @return the text on one line
     */
    public static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}|[\u2028\u2029\uFEFF]", "\uFFFD");
    }

    /**
     * Cuts a text to a number of characters.
     *
     * @param text any
     * @param longest number of characters, at least 1
     * @return the text, with an ellipsis at its end if it was cut
     */
    public static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "\u2026";
    }
}
