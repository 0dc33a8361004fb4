package org.focalspark.app;

import java.util.Locale;

/** Numbers as the tables and the log show them. */
final class Shown {
    private Shown() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** A share; "unknown" if it is NaN. */
    static String percent(double value) {
        return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%.2f %%", 100.0 * value);
    }

    /** Returns a text of the input without line breaks, tabs and other control characters. */
    static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}|[\u2028\u2029\uFEFF]", "\uFFFD");
    }

    /** Cuts a text to a number of characters. */
    static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "\u2026";
    }
}
