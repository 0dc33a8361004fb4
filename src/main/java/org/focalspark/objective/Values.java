package org.focalspark.objective;

import java.io.Serializable;

/**
 * Raw feature values in the least memory that keeps every bit of them: float where all of them survive the way there and
 * back, nothing but their number where all are 1. A pass is as fast as its values are read. Immutable by convention: arrays
 * are not copied and must not be changed.
 *
 * <p>The loops over sparse entries stand in each subclass: over {@link #get} they would call a method per entry, which costs
 * more than the entry.
 */
abstract class Values implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Values of a dense block.
     *
     * @param values raw values; kept as they are if they cannot be narrowed
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
     * @param values raw values; kept as they are if they cannot be narrowed
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

    /** False for NaN, which blocks hold until it is found and refused. */
    private static boolean isFloat(double value) {
        return (float) value == value;
    }

    /** Number of values. */
    abstract int size();

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
     * @param tile which rows
     * @param coefficients column by column
     * @param margins column by column
     */
    abstract void addMargins(int width, Tile tile, double[] coefficients, double[] margins);

    /**
     * Adds values' x multipliers of dense rows to a gradient.
     *
     * @param width values per row
     * @param tile which rows
     * @param multipliers column by column
     * @param gradient column by column
     */
    abstract void addGradient(int width, Tile tile, double[] multipliers, double[] gradient);

    /**
     * Product of the entries of a sparse row with a column.
     *
     * @param indices feature of each entry
     * @param entries which of them belong to the row
     * @param coefficients coefficients of all columns
     * @param column where the column begins
     * @return sum of value * coefficient
     */
    abstract double dot(int[] indices, Entries entries, double[] coefficients, int column);

    /**
     * Adds a multiple of the entries of a sparse row to a column.
     *
     * @param indices feature of each entry
     * @param entries which of them belong to the row, and their factor
     * @param gradient gradient of all columns
     * @param column where the column begins
     */
    abstract void addTo(int[] indices, Entries entries, double[] gradient, int column);

    /** Entries of a row, from first to before last, and what they are multiplied by. */
    record Entries(int from, int to, double factor) {}

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
        double dot(int[] indices, Entries entries, double[] coefficients, int column) {
            double s0 = 0.0;
            double s1 = 0.0;
            double s2 = 0.0;
            double s3 = 0.0;
            int i = entries.from();
            for (; i + 3 < entries.to(); i += 4) {
                s0 += values[i] * coefficients[column + indices[i]];
                s1 += values[i + 1] * coefficients[column + indices[i + 1]];
                s2 += values[i + 2] * coefficients[column + indices[i + 2]];
                s3 += values[i + 3] * coefficients[column + indices[i + 3]];
            }
            for (; i < entries.to(); i++) {
                s0 += values[i] * coefficients[column + indices[i]];
            }
            return (s0 + s1) + (s2 + s3);
        }

        @Override
        void addTo(int[] indices, Entries entries, double[] gradient, int column) {
            for (int i = entries.from(); i < entries.to(); i++) {
                gradient[column + indices[i]] += entries.factor() * values[i];
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
        double dot(int[] indices, Entries entries, double[] coefficients, int column) {
            double s0 = 0.0;
            double s1 = 0.0;
            double s2 = 0.0;
            double s3 = 0.0;
            int i = entries.from();
            for (; i + 3 < entries.to(); i += 4) {
                s0 += values[i] * coefficients[column + indices[i]];
                s1 += values[i + 1] * coefficients[column + indices[i + 1]];
                s2 += values[i + 2] * coefficients[column + indices[i + 2]];
                s3 += values[i + 3] * coefficients[column + indices[i + 3]];
            }
            for (; i < entries.to(); i++) {
                s0 += values[i] * coefficients[column + indices[i]];
            }
            return (s0 + s1) + (s2 + s3);
        }

        @Override
        void addTo(int[] indices, Entries entries, double[] gradient, int column) {
            for (int i = entries.from(); i < entries.to(); i++) {
                gradient[column + indices[i]] += entries.factor() * values[i];
            }
        }
    }

    /** Ones, which are not stored at all. A dense block never has these. */
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
        double dot(int[] indices, Entries entries, double[] coefficients, int column) {
            double s0 = 0.0;
            double s1 = 0.0;
            double s2 = 0.0;
            double s3 = 0.0;
            int i = entries.from();
            for (; i + 3 < entries.to(); i += 4) {
                s0 += coefficients[column + indices[i]];
                s1 += coefficients[column + indices[i + 1]];
                s2 += coefficients[column + indices[i + 2]];
                s3 += coefficients[column + indices[i + 3]];
            }
            for (; i < entries.to(); i++) {
                s0 += coefficients[column + indices[i]];
            }
            return (s0 + s1) + (s2 + s3);
        }

        @Override
        void addTo(int[] indices, Entries entries, double[] gradient, int column) {
            for (int i = entries.from(); i < entries.to(); i++) {
                gradient[column + indices[i]] += entries.factor();
            }
        }
    }
}
