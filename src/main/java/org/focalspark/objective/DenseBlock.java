package org.focalspark.objective;

/** Rows whose values stand one after the other, row by row. */
public final class DenseBlock extends FeatureBlock {
    private static final long serialVersionUID = 1L;

    private final double[] values;

    /**
     * Makes a block of dense rows with one label each.
     *
     * @param numFeatures size of every row's vector
     * @param labels label of each row, NaN where it was null
     * @param weights instance weight of each row, or an empty array if all are 1
     * @param values raw values, row-major, length numRows * numFeatures
     */
    public DenseBlock(int numFeatures, double[] labels, double[] weights, double[] values) {
        this(numFeatures, labels.length, labels, weights, values);
    }

    /**
     * Makes a block of dense rows.
     *
     * @param numFeatures size of every row's vector
     * @param numRows number of rows
     * @param labels labels, row by row, NaN where they were null
     * @param weights instance weight of each row, or an empty array if all are 1
     * @param values raw values, row-major, length numRows * numFeatures
     */
    public DenseBlock(int numFeatures, int numRows, double[] labels, double[] weights, double[] values) {
        super(numFeatures, numRows, labels, weights);
        this.values = values;
    }

    @Override
    double[] values() {
        return values;
    }

    @Override
    void margins(int from, int numRows, double[] coefficients, double[] offsets, double[] margins) {
        int width = numFeatures();
        for (int c = 0; c < offsets.length; c++) {
            int column = c * width;
            int target = c * numRows;
            for (int r = 0; r < numRows; r++) {
                margins[target + r] = offsets[c] + dot(values, (from + r) * width, coefficients, column, width);
            }
        }
    }

    @Override
    void addGradient(int from, int numRows, double[] multipliers, int numColumns, double[] gradient) {
        int width = numFeatures();
        for (int c = 0; c < numColumns; c++) {
            int column = c * width;
            int source = c * numRows;
            for (int r = 0; r < numRows; r++) {
                if (multipliers[source + r] != 0.0) {
                    axpy(multipliers[source + r], values, (from + r) * width, gradient, column, width);
                }
            }
        }
    }

    @Override
    void addRow(int row, double weight, FeatureMoments.Sums moments) {
        int width = numFeatures();
        for (int j = 0; j < width; j++) {
            moments.add(j, values[row * width + j], weight);
        }
    }

    /** Four sums at a time: one chain of additions would wait for the latency of each. */
    private static double dot(double[] x, int xFrom, double[] y, int yFrom, int length) {
        double sum0 = 0.0;
        double sum1 = 0.0;
        double sum2 = 0.0;
        double sum3 = 0.0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            sum0 += x[xFrom + i] * y[yFrom + i];
            sum1 += x[xFrom + i + 1] * y[yFrom + i + 1];
            sum2 += x[xFrom + i + 2] * y[yFrom + i + 2];
            sum3 += x[xFrom + i + 3] * y[yFrom + i + 3];
        }
        for (; i < length; i++) {
            sum0 += x[xFrom + i] * y[yFrom + i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    private static void axpy(double a, double[] x, int xFrom, double[] y, int yFrom, int length) {
        for (int i = 0; i < length; i++) {
            y[yFrom + i] += a * x[xFrom + i];
        }
    }
}
