package org.focalspark.objective;

/**
 * Dense rows, stored as consecutive floats. They are converted to doubles on demand, once for margins and gradient.
 * Moves from tile to tile; not thread-safe.
 */
public final class FloatRows {
    private float[] values = {};
    private int start;
    private int numRows;
    private int width;
    private double[] doubles = {};
    private boolean isWidened;

    /** Creates an instance without rows. */
    public FloatRows() {}

    /**
     * Moves to other rows.
     *
     * @param newValues array with the rows; not copied
     * @param newStart index of the first value of the first row
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

    /** Array with the rows; not a copy. */
    float[] values() {
        return values;
    }

    /** Index of the first value of the first row. */
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
