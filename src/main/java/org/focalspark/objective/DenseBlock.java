package org.focalspark.objective;

/** Block of dense rows, stored row by row. */
public final class DenseBlock extends FeatureBlock {
    private static final long serialVersionUID = 1L;

    /**
     * Maximum bytes of a tile. Its rows stay in a first-level cache of 48 KiB until the gradient reads them again. A
     * smaller tile would have shorter loops and a higher cost of the loss per row.
     */
    private static final int TILE_BYTES = 38_400;

    private static final int MIN_TILE_ROWS = 8;

    private final Values values;

    /**
     * Creates a block of dense rows with one label each.
     *
     * @param numFeatures size of every row's vector
     * @param labels label of each row, NaN for null
     * @param weights instance weight of each row, or an empty array if all are 1
     * @param values raw values, row-major, length numRows * numFeatures
     */
    public DenseBlock(int numFeatures, double[] labels, double[] weights, double[] values) {
        this(numFeatures, labels.length, labels, weights, values);
    }

    /**
     * Creates a block of dense rows.
     *
     * @param numFeatures size of every row's vector
     * @param numRows number of rows
     * @param labels labels, row by row, NaN for null
     * @param weights instance weight of each row, or an empty array if all are 1
     * @param values raw values, row-major, length numRows * numFeatures
     */
    public DenseBlock(int numFeatures, int numRows, double[] labels, double[] weights, double[] values) {
        super(numFeatures, numRows, labels, weights);
        this.values = Values.dense(values);
        takeHash();
    }

    @Override
    long hashOfRow(int row) {
        int width = Math.max(numFeatures(), 0);
        long hash = 0L;
        for (int j = 0; j < width; j++) {
            hash += Fingerprint.hash(j, values.get(row * width + j));
        }
        return hash;
    }

    @Override
    public void copyRow(int row, double[] target, int from) {
        for (int j = 0; j < numFeatures(); j++) {
            target[from + j] = values.get(row * numFeatures() + j);
        }
    }

    @Override
    Values values() {
        return values;
    }

    @Override
    int tileRows(int numColumns, DenseProducts products) {
        int bytesPerValue = products.takesFloats(numFeatures(), numColumns) ? values.bytesPerValue() : Double.BYTES;
        int numValues = TILE_BYTES / bytesPerValue;
        return Math.min(Tile.MAX_ROWS, Math.max(MIN_TILE_ROWS, numValues / Math.max(numFeatures(), 1)));
    }

    @Override
    void addMargins(Tile tile, double[] coefficients, double[] margins) {
        if (numFeatures() > 0) {
            values.addMargins(numFeatures(), tile, coefficients, margins);
        }
    }

    @Override
    void addGradient(Tile tile, double[] multipliers, double[] gradient) {
        if (numFeatures() > 0) {
            values.addGradient(numFeatures(), tile, multipliers, gradient);
        }
    }

    @Override
    void addRow(int row, double weight, FeatureMoments.Sums moments) {
        int width = numFeatures();
        for (int j = 0; j < width; j++) {
            moments.add(j, values.get(row * width + j), weight);
        }
    }

    @Override
    void addAllRows(FeatureMoments.Sums moments) {
        for (int r = 0; r < numRows(); r++) {
            addRow(r, 1.0, moments);
        }
    }
}
