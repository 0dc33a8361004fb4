package org.focalspark.objective;

import static org.focalspark.objective.VectorKernel.exact;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of dense rows with several columns, in the Vector API, with columns in the lanes. No vector is summed across
 * its lanes, and rows of any width need no special last step. The coefficients of a feature are stored contiguously,
 * padded with zeros to full vectors. So are its gradient sums, which {@link #flush} adds to the gradient. One instance
 * per task.
 */
final class VectorColumns {
    private static final VectorSpecies<Double> DOUBLES = VectorKernel.DOUBLES;
    private static final int LANES = VectorKernel.LANES;
    private static final int BLOCK = 4;

    private double[] source = {};
    private double[] packed = {};
    private double[] sums = {};
    private double[] tile = {};
    private int heldColumns;
    private boolean isHeldBack;

    private static int stride(int numColumns) {
        return (numColumns + LANES - 1) / LANES * LANES;
    }

    void addMargins(DenseProducts.Rows rows, double[] coefficients, double[] margins) {
        int numColumns = coefficients.length / rows.width();
        int stride = stride(numColumns);
        pack(coefficients, rows.width(), numColumns);
        allocateTile(rows.numRows() * stride);
        int c = 0;
        for (; c + 2 * LANES <= stride; c += 2 * LANES) {
            marginsOfTwoVectors(rows, c, stride);
        }
        if (c < stride) {
            marginsOfVector(rows, c, stride);
        }
        int n = rows.numRows();
        for (int k = 0; k < numColumns; k++) {
            for (int r = 0; r < n; r++) {
                margins[k * n + r] += tile[r * stride + k];
            }
        }
    }

    /** Packs the coefficients, unless the last array was the same: coefficients do not change while a task runs. */
    private void pack(double[] coefficients, int width, int numColumns) {
        if (source == coefficients) {
            return;
        }
        int stride = stride(numColumns);
        packed = new double[width * stride];
        for (int c = 0; c < numColumns; c++) {
            for (int j = 0; j < width; j++) {
                packed[j * stride + c] = coefficients[c * width + j];
            }
        }
        source = coefficients;
    }

    private void allocateTile(int length) {
        if (tile.length < length) {
            tile = new double[length];
        }
    }

    private void marginsOfTwoVectors(DenseProducts.Rows rows, int c, int stride) {
        int r = 0;
        for (; r + BLOCK <= rows.numRows(); r += BLOCK) {
            fourRowsTwoVectors(rows, r, c, stride);
        }
        for (; r < rows.numRows(); r++) {
            oneRow(rows, r, c, stride);
            oneRow(rows, r, c + LANES, stride);
        }
    }

    private void marginsOfVector(DenseProducts.Rows rows, int c, int stride) {
        int r = 0;
        for (; r + BLOCK <= rows.numRows(); r += BLOCK) {
            fourRows(rows, r, c, stride);
        }
        for (; r < rows.numRows(); r++) {
            oneRow(rows, r, c, stride);
        }
    }

    private void oneRow(DenseProducts.Rows rows, int row, int c, int stride) {
        double[] x = rows.values();
        int from = rows.start() + row * rows.width();
        DoubleVector a = DoubleVector.zero(DOUBLES);
        int w = c;
        for (int j = 0; j < rows.width(); j++) {
            a = DoubleVector.fromArray(DOUBLES, packed, w).fma(DoubleVector.broadcast(DOUBLES, x[from + j]), a);
            w += stride;
        }
        exact(a).intoArray(tile, row * stride + c);
    }

    private void fourRows(DenseProducts.Rows rows, int row, int c, int stride) {
        double[] x = rows.values();
        double[] coefficients = packed;
        int width = rows.width();
        int x0 = rows.start() + row * width;
        int x1 = x0 + width;
        int x2 = x1 + width;
        int x3 = x2 + width;
        DoubleVector a0 = DoubleVector.zero(DOUBLES);
        DoubleVector a1 = a0;
        DoubleVector a2 = a0;
        DoubleVector a3 = a0;
        int w = c;
        for (int j = 0; j < width; j++) {
            DoubleVector v = DoubleVector.fromArray(DOUBLES, coefficients, w);
            a0 = v.fma(DoubleVector.broadcast(DOUBLES, x[x0 + j]), a0);
            a1 = v.fma(DoubleVector.broadcast(DOUBLES, x[x1 + j]), a1);
            a2 = v.fma(DoubleVector.broadcast(DOUBLES, x[x2 + j]), a2);
            a3 = v.fma(DoubleVector.broadcast(DOUBLES, x[x3 + j]), a3);
            w += stride;
        }
        int t = row * stride + c;
        exact(a0).intoArray(tile, t);
        exact(a1).intoArray(tile, t + stride);
        exact(a2).intoArray(tile, t + 2 * stride);
        exact(a3).intoArray(tile, t + 3 * stride);
    }

    private void fourRowsTwoVectors(DenseProducts.Rows rows, int row, int c, int stride) {
        double[] x = rows.values();
        double[] coefficients = packed;
        int width = rows.width();
        int x0 = rows.start() + row * width;
        int x1 = x0 + width;
        int x2 = x1 + width;
        int x3 = x2 + width;
        DoubleVector a0 = DoubleVector.zero(DOUBLES);
        DoubleVector a1 = a0;
        DoubleVector a2 = a0;
        DoubleVector a3 = a0;
        DoubleVector b0 = a0;
        DoubleVector b1 = a0;
        DoubleVector b2 = a0;
        DoubleVector b3 = a0;
        int w = c;
        for (int j = 0; j < width; j++) {
            DoubleVector a = DoubleVector.fromArray(DOUBLES, coefficients, w);
            DoubleVector b = DoubleVector.fromArray(DOUBLES, coefficients, w + LANES);
            DoubleVector v = DoubleVector.broadcast(DOUBLES, x[x0 + j]);
            a0 = a.fma(v, a0);
            b0 = b.fma(v, b0);
            v = DoubleVector.broadcast(DOUBLES, x[x1 + j]);
            a1 = a.fma(v, a1);
            b1 = b.fma(v, b1);
            v = DoubleVector.broadcast(DOUBLES, x[x2 + j]);
            a2 = a.fma(v, a2);
            b2 = b.fma(v, b2);
            v = DoubleVector.broadcast(DOUBLES, x[x3 + j]);
            a3 = a.fma(v, a3);
            b3 = b.fma(v, b3);
            w += stride;
        }
        int t = row * stride + c;
        exact(a0).intoArray(tile, t);
        exact(b0).intoArray(tile, t + LANES);
        exact(a1).intoArray(tile, t + stride);
        exact(b1).intoArray(tile, t + stride + LANES);
        exact(a2).intoArray(tile, t + 2 * stride);
        exact(b2).intoArray(tile, t + 2 * stride + LANES);
        exact(a3).intoArray(tile, t + 3 * stride);
        exact(b3).intoArray(tile, t + 3 * stride + LANES);
    }

    void addGradient(DenseProducts.Rows rows, double[] multipliers, double[] gradient) {
        int numColumns = gradient.length / rows.width();
        int stride = stride(numColumns);
        spread(multipliers, rows.numRows(), numColumns);
        if (sums.length != rows.width() * stride) {
            sums = new double[rows.width() * stride];
        }
        heldColumns = numColumns;
        isHeldBack = true;
        int c = 0;
        for (; c + 2 * LANES <= stride; c += 2 * LANES) {
            addTwoVectors(rows, c, stride);
        }
        if (c < stride) {
            addVector(rows, c, stride);
        }
    }

    /** Copies the multipliers to the tile row by row, padded with zeros. */
    private void spread(double[] multipliers, int numRows, int numColumns) {
        int stride = stride(numColumns);
        allocateTile(numRows * stride);
        for (int r = 0; r < numRows; r++) {
            for (int k = 0; k < numColumns; k++) {
                tile[r * stride + k] = multipliers[k * numRows + r];
            }
            for (int k = numColumns; k < stride; k++) {
                tile[r * stride + k] = 0.0;
            }
        }
    }

    private void addTwoVectors(DenseProducts.Rows rows, int c, int stride) {
        int j = 0;
        for (; j + BLOCK <= rows.width(); j += BLOCK) {
            addFourFeaturesTwoVectors(rows, j, c, stride);
        }
        for (; j < rows.width(); j++) {
            addFeature(rows, j, c, stride);
            addFeature(rows, j, c + LANES, stride);
        }
    }

    private void addVector(DenseProducts.Rows rows, int c, int stride) {
        int j = 0;
        for (; j + BLOCK <= rows.width(); j += BLOCK) {
            addFourFeatures(rows, j, c, stride);
        }
        for (; j < rows.width(); j++) {
            addFeature(rows, j, c, stride);
        }
    }

    private void addFeature(DenseProducts.Rows rows, int j, int c, int stride) {
        double[] x = rows.values();
        int from = rows.start() + j;
        int g = j * stride + c;
        DoubleVector a = DoubleVector.zero(DOUBLES);
        int m = c;
        for (int r = 0; r < rows.numRows(); r++) {
            a = DoubleVector.fromArray(DOUBLES, tile, m).fma(DoubleVector.broadcast(DOUBLES, x[from]), a);
            m += stride;
            from += rows.width();
        }
        DoubleVector.fromArray(DOUBLES, sums, g).add(a).intoArray(sums, g);
    }

    private void addFourFeatures(DenseProducts.Rows rows, int j, int c, int stride) {
        double[] x = rows.values();
        double[] multipliers = tile;
        int width = rows.width();
        int from = rows.start() + j;
        int g = j * stride + c;
        DoubleVector a0 = DoubleVector.zero(DOUBLES);
        DoubleVector a1 = DoubleVector.zero(DOUBLES);
        DoubleVector a2 = DoubleVector.zero(DOUBLES);
        DoubleVector a3 = DoubleVector.zero(DOUBLES);
        int m = c;
        for (int r = 0; r < rows.numRows(); r++) {
            DoubleVector a = DoubleVector.fromArray(DOUBLES, multipliers, m);
            a0 = a.fma(DoubleVector.broadcast(DOUBLES, x[from]), a0);
            a1 = a.fma(DoubleVector.broadcast(DOUBLES, x[from + 1]), a1);
            a2 = a.fma(DoubleVector.broadcast(DOUBLES, x[from + 2]), a2);
            a3 = a.fma(DoubleVector.broadcast(DOUBLES, x[from + 3]), a3);
            m += stride;
            from += width;
        }
        DoubleVector.fromArray(DOUBLES, sums, g).add(a0).intoArray(sums, g);
        DoubleVector.fromArray(DOUBLES, sums, g + stride).add(a1).intoArray(sums, g + stride);
        DoubleVector.fromArray(DOUBLES, sums, g + 2 * stride).add(a2).intoArray(sums, g + 2 * stride);
        DoubleVector.fromArray(DOUBLES, sums, g + 3 * stride).add(a3).intoArray(sums, g + 3 * stride);
    }

    private void addFourFeaturesTwoVectors(DenseProducts.Rows rows, int j, int c, int stride) {
        double[] x = rows.values();
        double[] multipliers = tile;
        int width = rows.width();
        int from = rows.start() + j;
        int g = j * stride + c;
        DoubleVector a0 = DoubleVector.zero(DOUBLES);
        DoubleVector b0 = DoubleVector.zero(DOUBLES);
        DoubleVector a1 = DoubleVector.zero(DOUBLES);
        DoubleVector b1 = DoubleVector.zero(DOUBLES);
        DoubleVector a2 = DoubleVector.zero(DOUBLES);
        DoubleVector b2 = DoubleVector.zero(DOUBLES);
        DoubleVector a3 = DoubleVector.zero(DOUBLES);
        DoubleVector b3 = DoubleVector.zero(DOUBLES);
        int m = c;
        for (int r = 0; r < rows.numRows(); r++) {
            DoubleVector a = DoubleVector.fromArray(DOUBLES, multipliers, m);
            DoubleVector b = DoubleVector.fromArray(DOUBLES, multipliers, m + LANES);
            DoubleVector v = DoubleVector.broadcast(DOUBLES, x[from]);
            a0 = a.fma(v, a0);
            b0 = b.fma(v, b0);
            v = DoubleVector.broadcast(DOUBLES, x[from + 1]);
            a1 = a.fma(v, a1);
            b1 = b.fma(v, b1);
            v = DoubleVector.broadcast(DOUBLES, x[from + 2]);
            a2 = a.fma(v, a2);
            b2 = b.fma(v, b2);
            v = DoubleVector.broadcast(DOUBLES, x[from + 3]);
            a3 = a.fma(v, a3);
            b3 = b.fma(v, b3);
            m += stride;
            from += width;
        }
        DoubleVector.fromArray(DOUBLES, sums, g).add(a0).intoArray(sums, g);
        DoubleVector.fromArray(DOUBLES, sums, g + LANES).add(b0).intoArray(sums, g + LANES);
        DoubleVector.fromArray(DOUBLES, sums, g + stride).add(a1).intoArray(sums, g + stride);
        DoubleVector.fromArray(DOUBLES, sums, g + stride + LANES).add(b1).intoArray(sums, g + stride + LANES);
        DoubleVector.fromArray(DOUBLES, sums, g + 2 * stride).add(a2).intoArray(sums, g + 2 * stride);
        DoubleVector.fromArray(DOUBLES, sums, g + 2 * stride + LANES).add(b2).intoArray(sums, g + 2 * stride + LANES);
        DoubleVector.fromArray(DOUBLES, sums, g + 3 * stride).add(a3).intoArray(sums, g + 3 * stride);
        DoubleVector.fromArray(DOUBLES, sums, g + 3 * stride + LANES).add(b3).intoArray(sums, g + 3 * stride + LANES);
    }

    void flush(double[] gradient) {
        if (isHeldBack) {
            int stride = stride(heldColumns);
            int width = sums.length / stride;
            for (int k = 0; k < heldColumns; k++) {
                for (int j = 0; j < width; j++) {
                    gradient[k * width + j] += sums[j * stride + k];
                }
            }
            Arrays.fill(sums, 0.0);
            isHeldBack = false;
        }
    }
}
