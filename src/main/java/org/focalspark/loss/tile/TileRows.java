package org.focalspark.loss.tile;

import java.util.Arrays;

/**
 * Labels and weights of the rows of a tile, with the elementary functions for their loss. Moves from tile to tile. One
 * instance per task; not thread-safe.
 */
public final class TileRows {
    private final LossScratch scratch;
    private double[] labels = {};
    private double[] weights = {};
    private int from;
    private int numRows;

    /**
     * Creates a tile without rows.
     *
     * @param math elementary functions
     */
    public TileRows(TileMath math) {
        this(new LossScratch(math));
    }

    /**
     * Creates a tile without rows that shares the arrays of another tile.
     *
     * @param scratch elementary functions and arrays
     */
    public TileRows(LossScratch scratch) {
        this.scratch = scratch;
    }

    /**
     * Creates a tile with scalar functions, for a small number of rows.
     *
     * @param labels labels, see {@link #moveTo}
     * @param weights instance weights, see {@link #moveTo}
     * @param from index of the first row
     * @param numRows number of rows
     * @return tile of these rows
     */
    public static TileRows of(double[] labels, double[] weights, int from, int numRows) {
        return new TileRows(new ScalarTileMath()).moveTo(labels, weights, from, numRows);
    }

    /**
     * Moves to other rows.
     *
     * @param newLabels class indices as doubles, row r of the tile at {@code newFrom + r}; or the labels of all
     *     columns, row by row; not copied
     * @param newWeights instance weights, row r of the tile at {@code newFrom + r}; an empty array if all are 1; not
     *     copied
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

    /**
     * Elementary functions and arrays.
     *
     * @return not a copy
     */
    public LossScratch scratch() {
        return scratch;
    }

    /**
     * Label of a row with one label.
     *
     * @param row row of the tile
     * @return label
     */
    public double label(int row) {
        return labels[from + row];
    }

    /**
     * Class of a row with one label.
     *
     * @param row row of the tile
     * @return class index
     */
    public int classOf(int row) {
        return (int) labels[from + row];
    }

    /** Copies the classes of all rows, which have one label each. */
    void copyClasses(double[] target) {
        System.arraycopy(labels, from, target, 0, numRows);
    }

    /**
     * Label of a row in a column, for rows with one label per column.
     *
     * @param row row of the tile
     * @param column column
     * @param numColumns number of columns
     * @return label, NaN if it is unknown
     */
    public double label(int row, int column, int numColumns) {
        return labels[(from + row) * numColumns + column];
    }

    /**
     * Whether rows have instance weights, some of which may be 0.
     *
     * @return false if all weights are 1
     */
    public boolean areWeighted() {
        return weights.length > 0;
    }

    /**
     * Instance weight of a row.
     *
     * @param row row of the tile
     * @return weight, &gt;= 0
     */
    public double weight(int row) {
        return weights.length == 0 ? 1.0 : weights[from + row];
    }

    /**
     * Copies the instance weights of all rows.
     *
     * @param target receives the weights, length &gt;= numRows
     */
    public void copyWeights(double[] target) {
        if (weights.length == 0) {
            Arrays.fill(target, 0, numRows, 1.0);
        } else {
            System.arraycopy(weights, from, target, 0, numRows);
        }
    }
}
