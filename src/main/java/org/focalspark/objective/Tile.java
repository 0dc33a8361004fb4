package org.focalspark.objective;

import org.focalspark.loss.tile.ScratchArrays;
import org.focalspark.loss.tile.TileRows;

/**
 * Consecutive rows of a block that are evaluated together (margins, loss, gradient): few enough to stay in the cache.
 * One instance per task; not thread-safe.
 */
final class Tile {
    /** Use of an array. */
    public enum Use {
        MARGINS,
        MULTIPLIERS,
        RUN
    }

    /** Maximum rows of a tile of dense rows, and of a run of rows that a loss evaluates at once. */
    static final int MAX_ROWS = 128;

    private final ScratchArrays<Use> arrays = new ScratchArrays<>(Use.class);
    private final DenseProducts products;
    private final TileRows rows;
    private final FloatRows floats = new FloatRows();
    private int from;
    private int numRows;
    private boolean hasFloats;

    Tile(Kernel kernel) {
        this.products = kernel.products();
        this.rows = new TileRows(kernel.math());
    }

    /** Moves to other rows. */
    void moveTo(int first, int count) {
        from = first;
        numRows = count;
        hasFloats = false;
    }

    DenseProducts products() {
        return products;
    }

    int from() {
        return from;
    }

    int numRows() {
        return numRows;
    }

    /** Labels and weights of a run of rows, whose first index is relative to the tile. */
    TileRows rowsOf(FeatureBlock block, int first, int count) {
        return rows.moveTo(block.labels(), block.weights(), from + first, count);
    }

    /**
     * Returns an array of at least this length with unspecified content. All tiles share it, since tiles of sparse rows
     * may need megabytes.
     */
    double[] array(Use use, int length) {
        return arrays.array(use, length);
    }

    /** Returns the rows of a block of floats: the same object until the tile moves. */
    FloatRows floats(float[] values, int width) {
        if (!hasFloats) {
            floats.moveTo(values, from * width, numRows, width);
            hasFloats = true;
        }
        return floats;
    }
}
