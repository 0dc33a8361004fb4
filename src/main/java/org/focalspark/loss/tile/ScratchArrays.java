package org.focalspark.loss.tile;

import java.util.EnumMap;

/**
 * Arrays that are filled tile after tile and block after block, one for each use. One per task, not thread-safe.
 *
 * @param <U> what the arrays are for
 */
public final class ScratchArrays<U extends Enum<U>> {
    private final EnumMap<U, double[]> arrays;

    /**
     * Makes empty arrays.
     *
     * @param uses what the arrays are for
     */
    public ScratchArrays(Class<U> uses) {
        arrays = new EnumMap<>(uses);
    }

    /**
     * An array with any content; what it held is gone with the next one of the same use.
     *
     * @param use what it is for
     * @param length least length
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
