package org.focalspark.app.text;

/** A number in JSON, which has none for infinity and NaN. */
public final class JsonNumber {
    private JsonNumber() {}

    /**
     * Converts a number.
     *
     * @param value any
     * @return the number, or the text NaN, Infinity or -Infinity
     */
    public static Object of(double value) {
        return Double.isFinite(value) ? (Object) value : Double.toString(value);
    }
}
