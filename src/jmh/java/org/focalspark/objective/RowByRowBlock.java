package org.focalspark.objective;

/** Sparse rows in plain loops, row by row: what a block that stands slot by slot is compared with, in its results and its time. */
final class RowByRowBlock extends FeatureBlock {
    private static final long serialVersionUID = 1L;

    private final int tileRows;
    private final int[] rowStarts;
    private final int[] indices;
    private final double[] entries;

    RowByRowBlock(int numFeatures, int tileRows, int[] rowStarts, int[] indices, double[] entries) {
        super(numFeatures, rowStarts.length - 1, new double[rowStarts.length - 1], new double[0]);
        this.tileRows = tileRows;
        this.rowStarts = rowStarts;
        this.indices = indices;
        this.entries = entries;
    }

    @Override
    int tileRows(int numColumns, DenseProducts products) {
        return tileRows;
    }

    @Override
    void addMargins(Tile tile, double[] coefficients, double[] margins) {
        for (int c = 0; c < coefficients.length / numFeatures(); c++) {
            for (int r = 0; r < tile.numRows(); r++) {
                double margin = 0.0;
                for (int i = rowStarts[tile.from() + r]; i < rowStarts[tile.from() + r + 1]; i++) {
                    margin += entries[i] * coefficients[c * numFeatures() + indices[i]];
                }
                margins[c * tile.numRows() + r] += margin;
            }
        }
    }

    @Override
    void addGradient(Tile tile, double[] multipliers, double[] gradient) {
        for (int c = 0; c < gradient.length / numFeatures(); c++) {
            for (int r = 0; r < tile.numRows(); r++) {
                for (int i = rowStarts[tile.from() + r]; i < rowStarts[tile.from() + r + 1]; i++) {
                    gradient[c * numFeatures() + indices[i]] += entries[i] * multipliers[c * tile.numRows() + r];
                }
            }
        }
    }

    @Override
    long hashOfRow(int row) {
        throw new UnsupportedOperationException("No pass of the benchmark asks for hashes.");
    }

    @Override
    public void copyRow(int row, double[] target, int from) {
        for (int i = rowStarts[row]; i < rowStarts[row + 1]; i++) {
            target[from + indices[i]] = entries[i];
        }
    }

    @Override
    Values values() {
        throw new UnsupportedOperationException("No pass of the benchmark asks for values.");
    }

    @Override
    void addRow(int row, double weight, FeatureMoments.Sums moments) {
        throw new UnsupportedOperationException("No pass of the benchmark asks for moments.");
    }

    @Override
    void addAllRows(FeatureMoments.Sums moments) {
        throw new UnsupportedOperationException("No pass of the benchmark asks for moments.");
    }
}
