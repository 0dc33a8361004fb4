package org.focalspark.loss.tile;

/**
 * Elementary functions and the arrays that losses fill with them, tile after tile. One per task, not thread-safe; what an
 * array held is gone with the next one of the same use.
 */
public final class LossScratch {
    /** What an array is for; a loss that calls another one may not use what that uses. */
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
        /** Their exponents. */
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
     * Makes empty arrays.
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
     * Probabilities of signed margins and their logarithms.
     *
     * @param z signed margins
     * @param from first index
     * @param to index after the last
     * @return arrays that hold what they name from {@code from} to {@code to}, until the next call
     */
    public Logistic logistic(double[] z, int from, int to) {
        if (logistic.size() < to) {
            logistic = new Logistic(to);
        }
        math.logistic(z, logistic, from, to);
        return logistic;
    }

    /**
     * What a softmax stores of the rows of a tile.
     *
     * @return not a copy
     */
    public OtherClasses others() {
        return others;
    }

    /**
     * Returns an array with any content.
     *
     * @param use what it is for
     * @param length least length
     * @return array of at least that length
     */
    public double[] array(Use use, int length) {
        return arrays.array(use, length);
    }

    /**
     * Returns an array of indices with any content.
     *
     * @param length least length
     * @return array of at least that length
     */
    public int[] order(int length) {
        if (order.length < length) {
            order = new int[length];
        }
        return order;
    }
}
