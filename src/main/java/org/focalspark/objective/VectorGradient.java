package org.focalspark.objective;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Values' x multipliers of dense rows, in the Vector API; loaded with {@link VectorKernel} only.
 *
 * <p>Four rows are taken at a time, and of several columns four or two, so that what is loaded once serves many products;
 * Each number of rows and columns has a method of its own,
 * since vectors in arrays would go through memory.
 */
final class VectorGradient {
    private static final VectorSpecies<Double> DOUBLES = VectorKernel.DOUBLES;
    private static final int LANES = VectorKernel.LANES;
    private static final int BLOCK = VectorKernel.BLOCK;

    private VectorGradient() {}

    static void add(Kernel.Rows rows, double[] multipliers, double[] gradient) {
        int numColumns = gradient.length / rows.width();
        int r = 0;
        for (; r + BLOCK <= rows.numRows(); r += BLOCK) {
            int c = 0;
            for (; c + BLOCK <= numColumns; c += BLOCK) {
                addFourRowsToFourColumns(rows, r, multipliers, c, gradient);
            }
            for (; c + 2 <= numColumns; c += 2) {
                addFourRowsToTwoColumns(rows, r, multipliers, c, gradient);
            }
            for (; c < numColumns; c++) {
                addFourRows(rows, r, multipliers, c, gradient);
            }
        }
        for (; r < rows.numRows(); r++) {
            for (int c = 0; c < numColumns; c++) {
                addRow(rows, r, multipliers[c * rows.numRows() + r], gradient, c * rows.width());
            }
        }
    }

    private static void addRow(Kernel.Rows rows, int row, double multiplier, double[] gradient, int column) {
        double[] x = rows.values();
        int from = rows.start() + row * rows.width();
        DoubleVector factor = DoubleVector.broadcast(DOUBLES, multiplier);
        int j = 0;
        for (; j + LANES <= rows.width(); j += LANES) {
            DoubleVector.fromArray(DOUBLES, x, from + j)
                    .fma(factor, DoubleVector.fromArray(DOUBLES, gradient, column + j))
                    .intoArray(gradient, column + j);
        }
        for (; j < rows.width(); j++) {
            gradient[column + j] += multiplier * x[from + j];
        }
    }

    private static void addFourRows(Kernel.Rows rows, int row, double[] multipliers, int column, double[] gradient) {
        double[] x = rows.values();
        int width = rows.width();
        int x0 = rows.start() + row * width;
        int x1 = x0 + width;
        int x2 = x1 + width;
        int x3 = x2 + width;
        int g = column * width;
        int first = column * rows.numRows() + row;
        DoubleVector m0 = DoubleVector.broadcast(DOUBLES, multipliers[first]);
        DoubleVector m1 = DoubleVector.broadcast(DOUBLES, multipliers[first + 1]);
        DoubleVector m2 = DoubleVector.broadcast(DOUBLES, multipliers[first + 2]);
        DoubleVector m3 = DoubleVector.broadcast(DOUBLES, multipliers[first + 3]);
        int j = 0;
        for (; j + LANES <= width; j += LANES) {
            DoubleVector sum = DoubleVector.fromArray(DOUBLES, gradient, g + j);
            sum = DoubleVector.fromArray(DOUBLES, x, x0 + j).fma(m0, sum);
            sum = DoubleVector.fromArray(DOUBLES, x, x1 + j).fma(m1, sum);
            sum = DoubleVector.fromArray(DOUBLES, x, x2 + j).fma(m2, sum);
            sum = DoubleVector.fromArray(DOUBLES, x, x3 + j).fma(m3, sum);
            sum.intoArray(gradient, g + j);
        }
        for (; j < width; j++) {
            gradient[g + j] += (multipliers[first] * x[x0 + j] + multipliers[first + 1] * x[x1 + j])
                    + (multipliers[first + 2] * x[x2 + j] + multipliers[first + 3] * x[x3 + j]);
        }
    }

    private static void addFourRowsToTwoColumns(
            Kernel.Rows rows, int row, double[] multipliers, int column, double[] gradient) {
        double[] x = rows.values();
        int width = rows.width();
        int x0 = rows.start() + row * width;
        int g = column * width;
        int first = column * rows.numRows() + row;
        int second = first + rows.numRows();
        DoubleVector m0 = DoubleVector.broadcast(DOUBLES, multipliers[first]);
        DoubleVector m1 = DoubleVector.broadcast(DOUBLES, multipliers[first + 1]);
        DoubleVector m2 = DoubleVector.broadcast(DOUBLES, multipliers[first + 2]);
        DoubleVector m3 = DoubleVector.broadcast(DOUBLES, multipliers[first + 3]);
        DoubleVector n0 = DoubleVector.broadcast(DOUBLES, multipliers[second]);
        DoubleVector n1 = DoubleVector.broadcast(DOUBLES, multipliers[second + 1]);
        DoubleVector n2 = DoubleVector.broadcast(DOUBLES, multipliers[second + 2]);
        DoubleVector n3 = DoubleVector.broadcast(DOUBLES, multipliers[second + 3]);
        int j = 0;
        for (; j + LANES <= width; j += LANES) {
            DoubleVector v0 = DoubleVector.fromArray(DOUBLES, x, x0 + j);
            DoubleVector v1 = DoubleVector.fromArray(DOUBLES, x, x0 + width + j);
            DoubleVector v2 = DoubleVector.fromArray(DOUBLES, x, x0 + 2 * width + j);
            DoubleVector v3 = DoubleVector.fromArray(DOUBLES, x, x0 + 3 * width + j);
            DoubleVector a = DoubleVector.fromArray(DOUBLES, gradient, g + j);
            DoubleVector b = DoubleVector.fromArray(DOUBLES, gradient, g + width + j);
            v3.fma(m3, v2.fma(m2, v1.fma(m1, v0.fma(m0, a)))).intoArray(gradient, g + j);
            v3.fma(n3, v2.fma(n2, v1.fma(n1, v0.fma(n0, b)))).intoArray(gradient, g + width + j);
        }
        for (; j < width; j++) {
            for (int r = 0; r < BLOCK; r++) {
                gradient[g + j] += multipliers[first + r] * x[x0 + r * width + j];
                gradient[g + width + j] += multipliers[second + r] * x[x0 + r * width + j];
            }
        }
    }

    private static void addFourRowsToFourColumns(
            Kernel.Rows rows, int row, double[] multipliers, int column, double[] gradient) {
        double[] x = rows.values();
        int width = rows.width();
        int x0 = rows.start() + row * width;
        int g = column * width;
        int n = rows.numRows();
        int first = column * n + row;
        DoubleVector a0 = DoubleVector.broadcast(DOUBLES, multipliers[first]);
        DoubleVector a1 = DoubleVector.broadcast(DOUBLES, multipliers[first + 1]);
        DoubleVector a2 = DoubleVector.broadcast(DOUBLES, multipliers[first + 2]);
        DoubleVector a3 = DoubleVector.broadcast(DOUBLES, multipliers[first + 3]);
        DoubleVector b0 = DoubleVector.broadcast(DOUBLES, multipliers[first + n]);
        DoubleVector b1 = DoubleVector.broadcast(DOUBLES, multipliers[first + n + 1]);
        DoubleVector b2 = DoubleVector.broadcast(DOUBLES, multipliers[first + n + 2]);
        DoubleVector b3 = DoubleVector.broadcast(DOUBLES, multipliers[first + n + 3]);
        DoubleVector c0 = DoubleVector.broadcast(DOUBLES, multipliers[first + 2 * n]);
        DoubleVector c1 = DoubleVector.broadcast(DOUBLES, multipliers[first + 2 * n + 1]);
        DoubleVector c2 = DoubleVector.broadcast(DOUBLES, multipliers[first + 2 * n + 2]);
        DoubleVector c3 = DoubleVector.broadcast(DOUBLES, multipliers[first + 2 * n + 3]);
        DoubleVector d0 = DoubleVector.broadcast(DOUBLES, multipliers[first + 3 * n]);
        DoubleVector d1 = DoubleVector.broadcast(DOUBLES, multipliers[first + 3 * n + 1]);
        DoubleVector d2 = DoubleVector.broadcast(DOUBLES, multipliers[first + 3 * n + 2]);
        DoubleVector d3 = DoubleVector.broadcast(DOUBLES, multipliers[first + 3 * n + 3]);
        int j = 0;
        for (; j + LANES <= width; j += LANES) {
            DoubleVector v0 = DoubleVector.fromArray(DOUBLES, x, x0 + j);
            DoubleVector v1 = DoubleVector.fromArray(DOUBLES, x, x0 + width + j);
            DoubleVector v2 = DoubleVector.fromArray(DOUBLES, x, x0 + 2 * width + j);
            DoubleVector v3 = DoubleVector.fromArray(DOUBLES, x, x0 + 3 * width + j);
            int g0 = g + j;
            DoubleVector sum0 = DoubleVector.fromArray(DOUBLES, gradient, g0);
            v3.fma(a3, v2.fma(a2, v1.fma(a1, v0.fma(a0, sum0)))).intoArray(gradient, g0);
            int g1 = g + width + j;
            DoubleVector sum1 = DoubleVector.fromArray(DOUBLES, gradient, g1);
            v3.fma(b3, v2.fma(b2, v1.fma(b1, v0.fma(b0, sum1)))).intoArray(gradient, g1);
            int g2 = g + 2 * width + j;
            DoubleVector sum2 = DoubleVector.fromArray(DOUBLES, gradient, g2);
            v3.fma(c3, v2.fma(c2, v1.fma(c1, v0.fma(c0, sum2)))).intoArray(gradient, g2);
            int g3 = g + 3 * width + j;
            DoubleVector sum3 = DoubleVector.fromArray(DOUBLES, gradient, g3);
            v3.fma(d3, v2.fma(d2, v1.fma(d1, v0.fma(d0, sum3)))).intoArray(gradient, g3);
        }
        for (; j < width; j++) {
            for (int c = 0; c < BLOCK; c++) {
                for (int r = 0; r < BLOCK; r++) {
                    gradient[g + c * width + j] += multipliers[first + c * n + r] * x[x0 + r * width + j];
                }
            }
        }
    }
}
