package org.focalspark.loss.tile;

import java.util.EnumMap;

/**
 * Scratch arrays, one per use, which all tiles and blocks of a task share. One instance per task; not thread-safe.
 *
 * @param <U> enum of the uses
 */
public final class ScratchArrays<U extends Enum<U>> {
    private final EnumMap<U, double[]> arrays;

    /**
     * Creates empty arrays.
     *
     * @param uses enum of the uses
     */
    public ScratchArrays(Class<U> uses) {
        arrays = new EnumMap<>(uses);
    }

    /**
     * Returns an array with unspecified content. It is valid until the next call for the same use.
     *
     * @param use use of the array
     * @param length minimum length
     * @return array of at least that length
     */
    public double[] array(U use, int length) {
        double[] array = arrays.get(use);
        if (array == null || array.length < length) {
            array = new double[length];
            arrays.put(use, array);
        }
        return array;
    }
}
