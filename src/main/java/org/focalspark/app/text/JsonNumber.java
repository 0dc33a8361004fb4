package org.focalspark.app.text;

/** Numbers in JSON, which does not support infinity and NaN. */
public final class JsonNumber {
    private JsonNumber() {}

    /**
     * Converts a number.
     *
     * @param value any number
     * @return the number, or the text NaN, Infinity or -Infinity
     */
    public static Object of(double value) {
        return Double.isFinite(value) ? (Object) value : Double.toString(value);
    }
}
