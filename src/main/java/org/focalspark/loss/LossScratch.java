package org.focalspark.loss;

/**
 * Elementary functions and the arrays that losses fill with them, tile after tile. One per task, not thread-safe; what an
 * array held is gone with the next one of the same use.
 */
public final class LossScratch {
    /** What an array is for; a loss that calls another one may not use what that uses. */
    enum Use {
        SIGNED_MARGINS,
        SIGNS,
        LOSSES,
        WEIGHTS,
        RUN_MARGINS,
        RUN_LOSSES,
        POWERS,
        EXPONENTS,
        COLUMN_MARGINS,
        COLUMN_LABELS,
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

    /** What a softmax notes of the rows of a tile. */
    OtherClasses others() {
        return others;
    }

    /** An array with any content. */
    double[] array(Use use, int length) {
        return arrays.array(use, length);
    }

    /** Indices with any content. */
    int[] order(int length) {
        if (order.length < length) {
            order = new int[length];
        }
        return order;
    }
}
