package org.focalspark.loss.tile;

/**
 * Elementary functions and scratch arrays of the losses of a task. One instance per task; not thread-safe. An array is
 * valid until the next call for the same use.
 */
public final class LossScratch {
    /** Use of an array. A loss that calls another loss must not share a use with it. */
    public enum Use {
        /** Margins times +1 or -1. */
        SIGNED_MARGINS,
        /** +1 or -1 of each row. */
        SIGNS,
        /** Losses of the rows. */
        LOSSES,
        /** Instance weights times class weights. */
        WEIGHTS,
        /** Signed margins of a run of rows of one class. */
        RUN_MARGINS,
        /** Losses of a run of rows of one class. */
        RUN_LOSSES,
        /** Powers of a probability. */
        POWERS,
        /** Exponents of these powers. */
        EXPONENTS,
        /** Margins of one column. */
        COLUMN_MARGINS,
        /** Labels of one column. */
        COLUMN_LABELS,
        /** Weights of one column. */
        COLUMN_WEIGHTS
    }

    private final TileMath math;
    private final ScratchArrays<Use> arrays = new ScratchArrays<>(Use.class);
    private int[] order = {};
    private Logistic logistic = new Logistic(0);
    private final OtherClasses others = new OtherClasses();

    /**
     * Creates empty arrays.
     *
     * @param math elementary functions
     */
    public LossScratch(TileMath math) {
        this.math = math;
    }

    /**
     * Elementary functions.
     *
     * @return functions for the arrays of a tile
     */
    public TileMath math() {
        return math;
    }

    /**
     * Computes the probabilities of signed margins and their logarithms.
     *
     * @param z signed margins
     * @param from first index
     * @param to index after the last
     * @return results from {@code from} to {@code to}, valid until the next call
     */
    public Logistic logistic(double[] z, int from, int to) {
        if (logistic.size() < to) {
            logistic = new Logistic(to);
        }
        math.logistic(z, logistic, from, to);
        return logistic;
    }

    /**
     * Intermediate results of a softmax over the rows of a tile.
     *
     * @return not a copy
     */
    public OtherClasses others() {
        return others;
    }

    /**
     * Returns an array with any content.
     *
     * @param use use of the array
     * @param length minimum length
     * @return array of at least that length
     */
    public double[] array(Use use, int length) {
        return arrays.array(use, length);
    }

    /**
     * Returns an array of indices with any content.
     *
     * @param length minimum length
     * @return array of at least that length
     */
    public int[] order(int length) {
        if (order.length < length) {
            order = new int[length];
        }
        return order;
    }
}
