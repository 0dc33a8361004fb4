package org.focalspark.objective;

/**
 * Block of sparse rows: values that are not stored are 0. Entries are stored in the order of {@link SlotOrder}, the
 * longest rows first.
 */
public final class SparseBlock extends FeatureBlock {
    private static final long serialVersionUID = 1L;

    /**
     * Maximum rows of a tile, and of a block, which gains nothing from more rows: most coefficients of a slot are
     * reused many times, and the margins of the rows still fit into a second-level cache.
     */
    public static final int TILE_ROWS = 40_000;

    /** Maximum number of margins of a tile over all columns: 16 MiB. They are only streamed. */
    private static final int TILE_MARGINS = 1 << 21;

    private static final int MIN_TILE_ROWS = 64;

    private final int[] slotStarts;
    private final int[] indices;
    private final Values values;

    /**
     * Creates a block of sparse rows.
     *
     * @param numFeatures size of every row's vector
     * @param labels labels, row by row, NaN for null; equally many per row
     * @param weights instance weight of each row, or an empty array if all are 1
     * @param rowStarts index of the first entry of each row, then the number of all entries; length numRows + 1
     * @param indices feature of each entry
     * @param values raw value of each entry
     */
    public SparseBlock(
            int numFeatures, double[] labels, double[] weights, int[] rowStarts, int[] indices, double[] values) {
        this(numFeatures, new SlotOrder(rowStarts), labels, weights, indices, values);
    }

    private SparseBlock(
            int numFeatures, SlotOrder order, double[] labels, double[] weights, int[] indices, double[] values) {
        super(numFeatures, order.numRows(), order.rows(labels), order.rows(weights));
        this.slotStarts = order.starts();
        this.indices = new int[indices.length];
        double[] ordered = new double[values.length];
        order.copyEntries(indices, values, this.indices, ordered);
        this.values = Values.sparse(ordered);
        takeHash();
    }

    @Override
    long hashOfRow(int row) {
        long hash = 0L;
        for (int slot = 0; row < numRows(slot); slot++) {
            int i = slotStarts[slot] + row;
            hash += Fingerprint.hash(indices[i], values.get(i));
        }
        return hash;
    }

    @Override
    public void copyRow(int row, double[] target, int from) {
        for (int slot = 0; row < numRows(slot); slot++) {
            int i = slotStarts[slot] + row;
            target[from + indices[i]] = values.get(i);
        }
    }

    /** Number of rows with an entry in a slot; 0 after the last slot. */
    private int numRows(int slot) {
        return slot + 1 < slotStarts.length ? slotStarts[slot + 1] - slotStarts[slot] : 0;
    }

    @Override
    Values values() {
        return values;
    }

    @Override
    int tileRows(int numColumns, DenseProducts products) {
        int most = Math.max(MIN_TILE_ROWS, Math.min(TILE_ROWS, TILE_MARGINS / Math.max(numColumns, 1)));
        int numTiles = Math.max(1, (numRows() + most - 1) / most);
        return Math.max(1, (numRows() + numTiles - 1) / numTiles); // tiles of equal size, without a small last one
    }

    @Override
    void addMargins(Tile tile, double[] coefficients, double[] margins) {
        int numColumns = coefficients.length / Math.max(numFeatures(), 1);
        for (int c = 0; c < numColumns; c++) {
            int column = c * numFeatures();
            for (int slot = 0; tile.from() < numRows(slot); slot++) {
                values.addMargins(indices, entries(slot, tile, c), coefficients, column, margins);
            }
        }
    }

    @Override
    void addGradient(Tile tile, double[] multipliers, double[] gradient) {
        int numColumns = gradient.length / Math.max(numFeatures(), 1);
        for (int c = 0; c < numColumns; c++) {
            int column = c * numFeatures();
            for (int slot = 0; tile.from() < numRows(slot); slot++) {
                values.addGradient(indices, entries(slot, tile, c), multipliers, gradient, column);
            }
        }
    }

    private Values.Entries entries(int slot, Tile tile, int column) {
        int length = Math.min(numRows(slot) - tile.from(), tile.numRows());
        return new Values.Entries(slotStarts[slot] + tile.from(), length, column * tile.numRows());
    }

    @Override
    void addRow(int row, double weight, FeatureMoments.Sums moments) {
        for (int slot = 0; row < numRows(slot); slot++) {
            int i = slotStarts[slot] + row;
            moments.add(indices[i], values.get(i), weight);
        }
    }

    /** Adds slot by slot, so that the sums of a slot's features stay in a cache. */
    @Override
    void addAllRows(FeatureMoments.Sums moments) {
        for (int i = 0; i < indices.length; i++) {
            moments.add(indices[i], values.get(i), 1.0);
        }
    }
}
