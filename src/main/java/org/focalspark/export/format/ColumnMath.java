package org.focalspark.export.format;

/**
 * Arithmetic on one number per column of a model. Each format implements it with its own operations, so
 * {@link ProbabilityFormulas} has one set of formulas for all formats.
 *
 * @param <V> representation of such numbers in the format
 */
interface ColumnMath<V> {

    /** Returns a constant: one number for all columns, or one per column. */
    V constant(double... values);

    V plus(V left, V right);

    V minus(V left, V right);

    V times(V left, V right);

    V over(V dividend, V divisor);

    V exp(V value);

    V log(V value);

    V abs(V value);

    /** Returns greater if left &gt; right, and otherwise if not or if one of them is NaN. */
    V where(V left, V right, V greater, V otherwise);

    /** Returns the sum over all columns. */
    V total(V value);

    /** Returns the maximum over all columns. */
    V largest(V value);

    /** Returns for each column the log of the sum of the exponentials of all other columns, without overflow. */
    V logSumOfOthers(V value);

    /** Names a value that is used several times, and returns the same value. */
    V named(String name, V value);
}
