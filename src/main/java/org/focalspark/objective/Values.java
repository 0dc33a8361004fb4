package org.focalspark.objective;

import java.io.Serializable;

/**
 * Raw feature values in the smallest lossless representation: float if all values survive the conversion to float and
 * back, only their number if all entries of a sparse block are 1, else double. The speed of a pass is limited by
 * reading the values. Immutable by convention: arrays are not copied and must not be changed.
 *
 * <p>Each subclass has its own loops over sparse entries: a call of {@link #get} per entry would cost more than the
 * entry.
 */
abstract class Values implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Values of a dense block.
     *
     * @param values raw values; not copied if they cannot be narrowed
     * @return the same values as float or double
     */
    static Values dense(double[] values) {
        for (double value : values) {
            if (!isFloat(value)) {
                return new DoubleValues(values);
            }
        }
        return new FloatValues(values);
    }

    /**
     * Values of the entries of a sparse block.
     *
     * @param values raw values; not copied if they cannot be narrowed
     * @return the same values as ones, float or double
     */
    static Values sparse(double[] values) {
        for (double value : values) {
            if (value != 1.0) {
                return dense(values);
            }
        }
        return new OneValues(values.length);
    }

    /** False for NaN, which blocks contain until the checks reject it. */
    private static boolean isFloat(double value) {
        return (float) value == value;
    }

    /** Number of values. */
    abstract int size();

    /** Bytes per value. */
    int bytesPerValue() {
        return Double.BYTES;
    }

    /** One value. */
    abstract double get(int i);

    /**
     * A value that is NaN or infinite.
     *
     * @return the first such value, or 0 if all are finite
     */
    final double nonFinite() {
        for (int i = 0; i < size(); i++) {
            if (!Double.isFinite(get(i))) {
                return get(i);
            }
        }
        return 0.0;
    }

    /**
     * Adds values x coefficients to the margins of dense rows.
     *
     * @param width values per row
     * @param tile rows
     * @param coefficients column by column
     * @param margins column by column
     */
    abstract void addMargins(int width, Tile tile, double[] coefficients, double[] margins);

    /**
     * Adds values' x multipliers of dense rows to a gradient.
     *
     * @param width values per row
     * @param tile rows
     * @param multipliers column by column
     * @param gradient column by column
     */
    abstract void addGradient(int width, Tile tile, double[] multipliers, double[] gradient);

    /**
     * Adds value x coefficient of entries, one per row, to the margins of their rows.
     *
     * @param indices feature of each entry
     * @param entries range of entries
     * @param coefficients coefficients of all columns
     * @param column index of the first coefficient of the column
     * @param margins margins of the rows
     */
    abstract void addMargins(int[] indices, Entries entries, double[] coefficients, int column, double[] margins);

    /**
     * Adds value x multiplier of entries, one per row, to a column of the gradient.
     *
     * @param indices feature of each entry
     * @param entries range of entries
     * @param multipliers multipliers of the rows
     * @param gradient gradient of all columns
     * @param column index of the first coefficient of the column
     */
    abstract void addGradient(int[] indices, Entries entries, double[] multipliers, double[] gradient, int column);

    /**
     * Entries of consecutive rows, one per row.
     *
     * @param from index of the first entry
     * @param length number of entries
     * @param row index of the first row in margins and multipliers
     */
    record Entries(int from, int length, int row) {}

    private static final class DoubleValues extends Values {
        private static final long serialVersionUID = 1L;

        private final double[] values;

        DoubleValues(double[] values) {
            this.values = values;
        }

        @Override
        int size() {
            return values.length;
        }

        @Override
        double get(int i) {
            return values[i];
        }

        @Override
        void addMargins(int width, Tile tile, double[] coefficients, double[] margins) {
            tile.products().addMargins(rows(width, tile), coefficients, margins);
        }

        @Override
        void addGradient(int width, Tile tile, double[] multipliers, double[] gradient) {
            tile.products().addGradient(rows(width, tile), multipliers, gradient);
        }

        private DenseProducts.Rows rows(int width, Tile tile) {
            return new DenseProducts.Rows(values, tile.from() * width, tile.numRows(), width);
        }

        @Override
        void addMargins(int[] indices, Entries entries, double[] coefficients, int column, double[] margins) {
            int from = entries.from();
            int row = entries.row();
            for (int r = 0; r < entries.length(); r++) {
                margins[row + r] += values[from + r] * coefficients[column + indices[from + r]];
            }
        }

        @Override
        void addGradient(int[] indices, Entries entries, double[] multipliers, double[] gradient, int column) {
            int from = entries.from();
            int row = entries.row();
            for (int r = 0; r < entries.length(); r++) {
                gradient[column + indices[from + r]] += values[from + r] * multipliers[row + r];
            }
        }
    }

    private static final class FloatValues extends Values {
        private static final long serialVersionUID = 1L;

        private final float[] values;

        FloatValues(double[] exact) {
            values = new float[exact.length];
            for (int i = 0; i < exact.length; i++) {
                values[i] = (float) exact[i];
            }
        }

        @Override
        int bytesPerValue() {
            return Float.BYTES;
        }

        @Override
        int size() {
            return values.length;
        }

        @Override
        double get(int i) {
            return values[i];
        }

        @Override
        void addMargins(int width, Tile tile, double[] coefficients, double[] margins) {
            tile.products().addMargins(tile.floats(values, width), coefficients, margins);
        }

        @Override
        void addGradient(int width, Tile tile, double[] multipliers, double[] gradient) {
            tile.products().addGradient(tile.floats(values, width), multipliers, gradient);
        }

        @Override
        void addMargins(int[] indices, Entries entries, double[] coefficients, int column, double[] margins) {
            int from = entries.from();
            int row = entries.row();
            for (int r = 0; r < entries.length(); r++) {
                margins[row + r] += values[from + r] * coefficients[column + indices[from + r]];
            }
        }

        @Override
        void addGradient(int[] indices, Entries entries, double[] multipliers, double[] gradient, int column) {
            int from = entries.from();
            int row = entries.row();
            for (int r = 0; r < entries.length(); r++) {
                gradient[column + indices[from + r]] += values[from + r] * multipliers[row + r];
            }
        }
    }

    /** Values that are all 1: only their number is stored. Dense blocks never use them. */
    private static final class OneValues extends Values {
        private static final long serialVersionUID = 1L;

        private final int size;

        OneValues(int size) {
            this.size = size;
        }

        @Override
        int size() {
            return size;
        }

        @Override
        double get(int i) {
            return 1.0;
        }

        @Override
        void addMargins(int width, Tile tile, double[] coefficients, double[] margins) {
            throw notDense();
        }

        @Override
        void addGradient(int width, Tile tile, double[] multipliers, double[] gradient) {
            throw notDense();
        }

        private static IllegalStateException notDense() {
            return new IllegalStateException("Ones are not stored for dense rows.");
        }

        @Override
        void addMargins(int[] indices, Entries entries, double[] coefficients, int column, double[] margins) {
            int from = entries.from();
            int row = entries.row();
            for (int r = 0; r < entries.length(); r++) {
                margins[row + r] += coefficients[column + indices[from + r]];
            }
        }

        @Override
        void addGradient(int[] indices, Entries entries, double[] multipliers, double[] gradient, int column) {
            int from = entries.from();
            int row = entries.row();
            for (int r = 0; r < entries.length(); r++) {
                gradient[column + indices[from + r]] += multipliers[row + r];
            }
        }
    }
}
