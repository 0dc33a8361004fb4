package org.focalspark.objective;

/** Rows of which only some values are stored (compressed sparse rows); the others are 0. */
public final class SparseBlock extends FeatureBlock {
    private static final long serialVersionUID = 1L;

    private final int[] rowStarts;
    private final int[] indices;
    private final Values values;

    /**
     * Makes a block of sparse rows with one label each.
     *
     * @param numFeatures size of every row's vector
     * @param labels label of each row, NaN where it was null
     * @param weights instance weight of each row, or an empty array if all are 1
     * @param rowStarts where each row's entries begin, and the number of all entries at the end; length numRows + 1
     * @param indices feature of each entry
     * @param values raw value of each entry
     */
    public SparseBlock(
            int numFeatures, double[] labels, double[] weights, int[] rowStarts, int[] indices, double[] values) {
        this(numFeatures, labels.length, labels, weights, rowStarts, indices, values);
    }

    /**
     * Makes a block of sparse rows.
     *
     * @param numFeatures size of every row's vector
     * @param numRows number of rows
     * @param labels labels, row by row, NaN where they were null
     * @param weights instance weight of each row, or an empty array if all are 1
     * @param rowStarts where each row's entries begin, and the number of all entries at the end; length numRows + 1
     * @param indices feature of each entry
     * @param values raw value of each entry
     */
    public SparseBlock(
            int numFeatures,
            int numRows,
            double[] labels,
            double[] weights,
            int[] rowStarts,
            int[] indices,
            double[] values) {
        super(numFeatures, numRows, labels, weights);
        this.rowStarts = rowStarts;
        this.indices = indices;
        this.values = Values.sparse(values);
        takeHash();
    }

    @Override
    long hashOfRow(int row) {
        long hash = 0L;
        for (int i = rowStarts[row]; i < rowStarts[row + 1]; i++) {
            hash += Fingerprint.hash(indices[i], values.get(i));
        }
        return hash;
    }

    @Override
    Values values() {
        return values;
    }

    @Override
    void addMargins(Tile tile, double[] coefficients, double[] margins) {
        int rows = tile.numRows();
        int numColumns = coefficients.length / Math.max(numFeatures(), 1);
        for (int r = 0; r < rows; r++) {
            Values.Entries entries = entries(tile.from() + r, 1.0);
            for (int c = 0; c < numColumns; c++) {
                margins[c * rows + r] += values.dot(indices, entries, coefficients, c * numFeatures());
            }
        }
    }

    @Override
    void addGradient(Tile tile, double[] multipliers, double[] gradient) {
        int rows = tile.numRows();
        int numColumns = gradient.length / Math.max(numFeatures(), 1);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < numColumns; c++) {
                values.addTo(indices, entries(tile.from() + r, multipliers[c * rows + r]), gradient, c * numFeatures());
            }
        }
    }

    private Values.Entries entries(int row, double factor) {
        return new Values.Entries(rowStarts[row], rowStarts[row + 1], factor);
    }

    @Override
    void addRow(int row, double weight, FeatureMoments.Sums moments) {
        for (int i = rowStarts[row]; i < rowStarts[row + 1]; i++) {
            moments.add(indices[i], values.get(i), weight);
        }
    }
}
