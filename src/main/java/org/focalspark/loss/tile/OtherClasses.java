package org.focalspark.loss.tile;

/**
 * Intermediate results of the softmax of each row's own class against all other classes, in arrays with one number per
 * row. Moves from tile to tile. One instance per task; not thread-safe.
 */
public final class OtherClasses {
    private int numRows;
    private int numClasses;
    private double[] own = {};
    private double[] ownLogits = {};
    private double[] largest = {};
    private double[] sums = {};

    /** Creates an instance without rows. */
    OtherClasses() {}

    /**
     * Moves to other rows.
     *
     * @param rows rows with one class each
     * @param newNumClasses number of classes, including the row's own
     * @return this
     */
    public OtherClasses moveTo(TileRows rows, int newNumClasses) {
        numRows = rows.numRows();
        numClasses = newNumClasses;
        if (own.length < numRows) {
            own = new double[numRows];
            ownLogits = new double[numRows];
            largest = new double[numRows];
            sums = new double[numRows];
        }
        rows.copyClasses(own);
        return this;
    }

    /**
     * Number of rows.
     *
     * @return rows of the tile
     */
    public int numRows() {
        return numRows;
    }

    /**
     * Number of classes.
     *
     * @return number of classes, including the row's own
     */
    public int numClasses() {
        return numClasses;
    }

    /**
     * Class of each row.
     *
     * @return whole numbers; not a copy
     */
    public double[] own() {
        return own;
    }

    /**
     * Logit of the own class.
     *
     * @return not a copy
     */
    public double[] ownLogits() {
        return ownLogits;
    }

    /**
     * Largest logit of the others.
     *
     * @return not a copy
     */
    public double[] largest() {
        return largest;
    }

    /**
     * Sum of exp(logit - largest) of the others.
     *
     * @return not a copy
     */
    public double[] sums() {
        return sums;
    }
}
