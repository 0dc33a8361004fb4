package org.focalspark.objective;

/** Rows of which only some values are stored (compressed sparse rows); the others are 0. */
public final class SparseBlock extends FeatureBlock {
    private static final long serialVersionUID = 1L;

    private final int[] rowStarts;
    private final int[] indices;
    private final double[] values;

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
        this.values = values;
    }

    @Override
    double[] values() {
        return values;
    }

    @Override
    void margins(int from, int numRows, double[] coefficients, double[] offsets, double[] margins) {
        for (int c = 0; c < offsets.length; c++) {
            int column = c * numFeatures();
            int target = c * numRows;
            for (int r = 0; r < numRows; r++) {
                double margin = 0.0;
                for (int i = rowStarts[from + r]; i < rowStarts[from + r + 1]; i++) {
                    margin += values[i] * coefficients[column + indices[i]];
                }
                margins[target + r] = offsets[c] + margin;
            }
        }
    }

    @Override
    void addGradient(int from, int numRows, double[] multipliers, int numColumns, double[] gradient) {
        for (int c = 0; c < numColumns; c++) {
            int column = c * numFeatures();
            int source = c * numRows;
            for (int r = 0; r < numRows; r++) {
                double multiplier = multipliers[source + r];
                for (int i = rowStarts[from + r]; i < rowStarts[from + r + 1]; i++) {
                    gradient[column + indices[i]] += multiplier * values[i];
                }
            }
        }
    }

    @Override
    void addRow(int row, double weight, FeatureMoments.Sums moments) {
        for (int i = rowStarts[row]; i < rowStarts[row + 1]; i++) {
            moments.add(indices[i], values[i], weight);
        }
    }
}
