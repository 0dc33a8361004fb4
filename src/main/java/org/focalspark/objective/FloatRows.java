package org.focalspark.objective;

/**
 * Dense rows that are stored as floats, one after the other; as doubles on demand, which are made once for margins and
 * gradient. Goes from tile to tile, not thread-safe.
 */
public final class FloatRows {
    private float[] values = {};
    private int start;
    private int numRows;
    private int width;
    private double[] doubles = {};
    private boolean isWidened;

    /** Makes no rows. */
    public FloatRows() {}

    /**
     * Goes to other rows.
     *
     * @param newValues holds them; not a copy
     * @param newStart where the first row begins
     * @param newNumRows number of rows
     * @param newWidth values per row
     * @return this
     */
    public FloatRows moveTo(float[] newValues, int newStart, int newNumRows, int newWidth) {
        values = newValues;
        start = newStart;
        numRows = newNumRows;
        width = newWidth;
        isWidened = false;
        return this;
    }

    /** Holds the rows; not a copy. */
    float[] values() {
        return values;
    }

    /** Where the first row begins. */
    int start() {
        return start;
    }

    /** Number of rows. */
    int numRows() {
        return numRows;
    }

    /** Values per row. */
    int width() {
        return width;
    }

    /** The rows as doubles. */
    DenseProducts.Rows widened(DenseProducts products) {
        int length = numRows * width;
        if (!isWidened) {
            if (doubles.length < length) {
                doubles = new double[length];
            }
            products.widen(values, start, doubles, length);
            isWidened = true;
        }
        return new DenseProducts.Rows(doubles, 0, numRows, width);
    }
}
