package org.focalspark.loss;

import java.util.Arrays;

/**
 * What a loss knows of the rows of a tile besides their margins: labels and weights, and the elementary functions to
 * evaluate it with. Goes from tile to tile; one per task, not thread-safe.
 */
public final class TileRows {
    private final LossScratch scratch;
    private double[] labels = {};
    private double[] weights = {};
    private int from;
    private int numRows;

    /**
     * Makes a tile without rows.
     *
     * @param math elementary functions
     */
    public TileRows(TileMath math) {
        this(new LossScratch(math));
    }

    TileRows(LossScratch scratch) {
        this.scratch = scratch;
    }

    /**
     * A tile of rows that are few enough for any elementary functions to do.
     *
     * @param labels as {@link #moveTo} takes them
     * @param weights as {@link #moveTo} takes them
     * @param from index of the first row
     * @param numRows number of rows
     * @return tile with scalar functions
     */
    public static TileRows of(double[] labels, double[] weights, int from, int numRows) {
        return new TileRows(new ScalarTileMath()).moveTo(labels, weights, from, numRows);
    }

    /**
     * Goes to other rows.
     *
     * @param newLabels class indices as doubles, row r of the tile at {@code newFrom + r}; or the labels of all columns,
     *     row by row; not copied
     * @param newWeights instance weights, that of row r of the tile at {@code newFrom + r}, or an empty array if all are
     *     1; not copied
     * @param newFrom index of the first row of the tile in labels and weights
     * @param newNumRows rows of the tile
     * @return this
     */
    public TileRows moveTo(double[] newLabels, double[] newWeights, int newFrom, int newNumRows) {
        labels = newLabels;
        weights = newWeights;
        from = newFrom;
        numRows = newNumRows;
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

    /** Elementary functions and arrays. */
    LossScratch scratch() {
        return scratch;
    }

    /** Label of a row that has one. */
    double label(int row) {
        return labels[from + row];
    }

    /** Class of a row that has one. */
    int classOf(int row) {
        return (int) labels[from + row];
    }

    /** Classes of all rows, which have one each. */
    void copyClasses(double[] target) {
        System.arraycopy(labels, from, target, 0, numRows);
    }

    /** Label of a row in a column, of rows that have a label per column. */
    double label(int row, int column, int numColumns) {
        return labels[(from + row) * numColumns + column];
    }

    /** Whether rows have instance weights, of which some may be 0. */
    boolean areWeighted() {
        return weights.length > 0;
    }

    /** Instance weight of a row. */
    double weight(int row) {
        return weights.length == 0 ? 1.0 : weights[from + row];
    }

    /** Instance weights of all rows. */
    void copyWeights(double[] target) {
        if (weights.length == 0) {
            Arrays.fill(target, 0, numRows, 1.0);
        } else {
            System.arraycopy(weights, from, target, 0, numRows);
        }
    }
}
