package org.focalspark.objective;

/** Products in plain loops, unrolled so that additions do not wait for each other. */
final class ScalarProducts implements DenseProducts {

    @Override
    public void addMargins(Rows rows, double[] coefficients, double[] margins) {
        int numColumns = coefficients.length / rows.width();
        for (int r = 0; r < rows.numRows(); r++) {
            int row = rows.start() + r * rows.width();
            for (int c = 0; c < numColumns; c++) {
                margins[c * rows.numRows() + r] +=
                        dot(rows.values(), row, coefficients, c * rows.width(), rows.width());
            }
        }
    }

    @Override
    public void addGradient(Rows rows, double[] multipliers, double[] gradient) {
        int numColumns = gradient.length / rows.width();
        for (int c = 0; c < numColumns; c++) {
            int r = 0;
            for (; r + 3 < rows.numRows(); r += 4) {
                addFour(rows, r, multipliers, c * rows.numRows() + r, gradient, c * rows.width());
            }
            for (; r < rows.numRows(); r++) {
                addOne(rows, r, multipliers[c * rows.numRows() + r], gradient, c * rows.width());
            }
        }
    }

    @Override
    public void widen(float[] values, int start, double[] target, int length) {
        for (int i = 0; i < length; i++) {
            target[i] = values[start + i];
        }
    }

    /** Adds eight partial sums: a single chain would wait for the latency of each addition. */
    private static double dot(double[] x, int xFrom, double[] y, int yFrom, int length) {
        double s0 = 0.0;
        double s1 = 0.0;
        double s2 = 0.0;
        double s3 = 0.0;
        double s4 = 0.0;
        double s5 = 0.0;
        double s6 = 0.0;
        double s7 = 0.0;
        int i = 0;
        for (; i + 7 < length; i += 8) {
            s0 += x[xFrom + i] * y[yFrom + i];
            s1 += x[xFrom + i + 1] * y[yFrom + i + 1];
            s2 += x[xFrom + i + 2] * y[yFrom + i + 2];
            s3 += x[xFrom + i + 3] * y[yFrom + i + 3];
            s4 += x[xFrom + i + 4] * y[yFrom + i + 4];
            s5 += x[xFrom + i + 5] * y[yFrom + i + 5];
            s6 += x[xFrom + i + 6] * y[yFrom + i + 6];
            s7 += x[xFrom + i + 7] * y[yFrom + i + 7];
        }
        for (; i < length; i++) {
            s0 += x[xFrom + i] * y[yFrom + i];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }

    /** Adds four rows in one pass, which reads and writes the gradient once. */
    private static void addFour(Rows rows, int row, double[] multipliers, int first, double[] gradient, int column) {
        double[] x = rows.values();
        int width = rows.width();
        int x0 = rows.start() + row * width;
        int x1 = x0 + width;
        int x2 = x1 + width;
        int x3 = x2 + width;
        double m0 = multipliers[first];
        double m1 = multipliers[first + 1];
        double m2 = multipliers[first + 2];
        double m3 = multipliers[first + 3];
        for (int j = 0; j < width; j++) {
            gradient[column + j] += (m0 * x[x0 + j] + m1 * x[x1 + j]) + (m2 * x[x2 + j] + m3 * x[x3 + j]);
        }
    }

    private static void addOne(Rows rows, int row, double multiplier, double[] gradient, int column) {
        int from = rows.start() + row * rows.width();
        for (int j = 0; j < rows.width(); j++) {
            gradient[column + j] += multiplier * rows.values()[from + j];
        }
    }
}
