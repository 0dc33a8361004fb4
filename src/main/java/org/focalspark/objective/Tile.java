package org.focalspark.objective;

import org.focalspark.loss.tile.ScratchArrays;
import org.focalspark.loss.tile.TileRows;

/**
 * Some rows of a block on their way through margins, loss and gradient: few enough to stay in the cache meanwhile. One per
 * task; not thread-safe.
 */
final class Tile {
    /** What an array is for. */
    public enum Use {
        MARGINS,
        MULTIPLIERS,
        RUN
    }

    /** Rows of a tile of dense rows at most, and of a run of any: enough for the loss to be taken in one go. */
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

    /** Goes to other rows. */
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

    /** Labels and weights of some of the rows, the first of them counted from the first of the tile. */
    TileRows rowsOf(FeatureBlock block, int first, int count) {
        return rows.moveTo(block.labels(), block.weights(), from + first, count);
    }

    /** An array with any content, at least so long; the same for all tiles, since those of sparse rows may have megabytes. */
    double[] array(Use use, int length) {
        return arrays.array(use, length);
    }

    /** The rows of a block of floats; the same object until the tile moves on. */
    FloatRows floats(float[] values, int width) {
        if (!hasFloats) {
            floats.moveTo(values, from * width, numRows, width);
            hasFloats = true;
        }
        return floats;
    }
}
