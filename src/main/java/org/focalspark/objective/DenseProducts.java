package org.focalspark.objective;

/**
 * The two products of a linear model over a tile of dense rows, of doubles or floats. Has working memory: one instance
 * per task, not thread-safe.
 */
public interface DenseProducts {

    /**
     * Dense rows, one after the other.
     *
     * @param values array with the rows; not a copy
     * @param start index of the first value of the first row
     * @param numRows number of rows
     * @param width values per row
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    record Rows(double[] values, int start, int numRows, int width) {}

    /**
     * Adds values x coefficients to margins.
     *
     * @param rows dense rows
     * @param coefficients column by column, length width * columns
     * @param margins margin of row r and column c at {@code c * numRows + r}
     */
    void addMargins(Rows rows, double[] coefficients, double[] margins);

    /**
     * Adds values' x multipliers to a gradient. Some sums may be added only by {@link #flush}.
     *
     * @param rows dense rows
     * @param multipliers multiplier of row r and column c at {@code c * numRows + r}
     * @param gradient column by column, length width * columns
     */
    void addGradient(Rows rows, double[] multipliers, double[] gradient);

    /**
     * Adds values x coefficients to margins.
     *
     * @param rows dense rows of floats
     * @param coefficients column by column, length width * columns
     * @param margins margin of row r and column c at {@code c * numRows + r}
     */
    default void addMargins(FloatRows rows, double[] coefficients, double[] margins) {
        addMargins(rows.widened(this), coefficients, margins);
    }

    /**
     * Adds values' x multipliers to a gradient. Some sums may be added only by {@link #flush}.
     *
     * @param rows dense rows of floats
     * @param multipliers multiplier of row r and column c at {@code c * numRows + r}
     * @param gradient column by column, length width * columns
     */
    default void addGradient(FloatRows rows, double[] multipliers, double[] gradient) {
        addGradient(rows.widened(this), multipliers, gradient);
    }

    /**
     * Whether rows of floats are read directly. Otherwise each tile is converted to doubles, which need more cache.
     *
     * @param width values per row
     * @param numColumns number of margins or multipliers of a row
     * @return whether floats are read directly
     */
    default boolean takesFloats(int width, int numColumns) {
        return false;
    }

    /**
     * Converts floats to doubles.
     *
     * @param values floats
     * @param start index of the first float
     * @param target receives the doubles, from index 0
     * @param length number of floats
     */
    void widen(float[] values, int start, double[] target, int length);

    /**
     * Adds all pending sums to the gradient. Must be called before the gradient is read, changed elsewhere, or replaced
     * by one of another size.
     *
     * @param gradient the same array as in the calls of addGradient
     */
    default void flush(double[] gradient) {}
}
