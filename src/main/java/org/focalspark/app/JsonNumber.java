package org.focalspark.app;

/** A number in JSON, which has none for infinity and NaN. */
final class JsonNumber {
    private JsonNumber() {}

    /** Returns the number, or the text NaN, Infinity or -Infinity. */
    static Object of(double value) {
        return Double.isFinite(value) ? (Object) value : Double.toString(value);
    }
}
