package org.focalspark.objective;

/**
 * The two products of a linear model over a tile of dense rows, and the way of floats into it. Holds working memory: one per
 * task, not thread-safe.
 */
public interface DenseProducts {

    /**
     * Dense rows, one after the other.
     *
     * @param values holds them; not a copy
     * @param start where the first row begins
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
     * @param margins of row r and column c at {@code c * numRows + r}
     */
    void addMargins(Rows rows, double[] coefficients, double[] margins);

    /**
     * Adds values' x multipliers to a gradient; some of it only with {@link #flush}.
     *
     * @param rows dense rows
     * @param multipliers of row r and column c at {@code c * numRows + r}
     * @param gradient column by column, length width * columns
     */
    void addGradient(Rows rows, double[] multipliers, double[] gradient);

    /**
     * Adds values x coefficients to margins.
     *
     * @param rows dense rows of floats
     * @param coefficients column by column, length width * columns
     * @param margins of row r and column c at {@code c * numRows + r}
     */
    default void addMargins(FloatRows rows, double[] coefficients, double[] margins) {
        addMargins(rows.widened(this), coefficients, margins);
    }

    /**
     * Adds values' x multipliers to a gradient; some of it only with {@link #flush}.
     *
     * @param rows dense rows of floats
     * @param multipliers of row r and column c at {@code c * numRows + r}
     * @param gradient column by column, length width * columns
     */
    default void addGradient(FloatRows rows, double[] multipliers, double[] gradient) {
        addGradient(rows.widened(this), multipliers, gradient);
    }

    /**
     * Whether rows of floats are taken as they are, and not widened, tile by tile, to doubles, which take more of a cache.
     *
     * @param width values per row
     * @param numColumns margins or multipliers of a row
     * @return whether they are
     */
    default boolean takesFloats(int width, int numColumns) {
        return false;
    }

    /**
     * Turns floats into doubles.
     *
     * @param values floats
     * @param start first float
     * @param target receives them, from 0
     * @param length how many
     */
    void widen(float[] values, int start, double[] target, int length);

    /**
     * Adds what is still held back to the gradient: before it is read, changed by others, or of another size.
     *
     * @param gradient the same as in the calls of addGradient
     */
    default void flush(double[] gradient) {}
}
