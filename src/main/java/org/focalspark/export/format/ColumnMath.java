package org.focalspark.export.format;

/**
 * Arithmetic with one number per column of a model, written in the terms of a format. The formulas of {@link
 * ProbabilityFormulas} are the same for all formats.
 *
 * @param <V> what stands for such numbers
 */
interface ColumnMath<V> {

    /** One number for all columns, or one for each. */
    V constant(double... values);

    V plus(V left, V right);

    V minus(V left, V right);

    V times(V left, V right);

    V over(V dividend, V divisor);

    V exp(V value);

    V log(V value);

    V abs(V value);

    /** One value where left &gt; right, the other elsewhere, and where one of them is NaN. */
    V where(V left, V right, V greater, V otherwise);

    /** The sum over all columns. */
    V total(V value);

    /** The largest of all columns. */
    V largest(V value);

    /** Of each column, log of the sum of the exponentials of all others, without overflow. */
    V logSumOfOthers(V value);

    /** The same value, which is used several times. */
    V named(String name, V value);
}
