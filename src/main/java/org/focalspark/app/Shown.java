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
}
