package org.focalspark.loss.tile;

/**
 * What is known of the rows of a tile when the class of each is taken against all others, in arrays that hold one number per
 * row. Goes from tile to tile; one per task, not thread-safe.
 */
public final class OtherClasses {
    private int numRows;
    private int numClasses;
    private double[] own = {};
    private double[] ownLogits = {};
    private double[] largest = {};
    private double[] sums = {};

    /** Makes it for no rows. */
    OtherClasses() {}

    /**
     * Moves to other rows.
     *
     * @param rows rows that have one class each
     * @param newNumClasses number of classes, that of the row included
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
     * @return classes, the row's own included
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
