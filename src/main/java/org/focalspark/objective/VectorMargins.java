package org.focalspark.objective;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Values x coefficients of dense rows, in the Vector API; loaded with {@link VectorKernel} only.
 *
 * <p>Four rows are taken at a time, and of several columns four or two, so that what is loaded once serves many products;
 * sixteen sums pay even with the sixteen registers of AVX2. Each number of rows and columns has a method of its own,
 * since vectors in arrays would go through memory.
 */
final class VectorMargins {
    private static final VectorSpecies<Double> DOUBLES = VectorKernel.DOUBLES;
    private static final int LANES = VectorKernel.LANES;
    private static final int BLOCK = VectorKernel.BLOCK;

    private VectorMargins() {}

    static void add(Kernel.Rows rows, double[] coefficients, double[] margins) {
        int numColumns = coefficients.length / rows.width();
        int r = 0;
        for (; r + BLOCK <= rows.numRows(); r += BLOCK) {
            int c = 0;
            for (; c + BLOCK <= numColumns; c += BLOCK) {
                fourRowsFourColumns(rows, r, coefficients, c, margins);
            }
            for (; c + 2 <= numColumns; c += 2) {
                fourRowsTwoColumns(rows, r, coefficients, c, margins);
            }
            for (; c < numColumns; c++) {
                fourRows(rows, r, coefficients, c, margins);
            }
        }
        for (; r < rows.numRows(); r++) {
            for (int c = 0; c < numColumns; c++) {
                margins[c * rows.numRows() + r] += dot(rows, r, coefficients, c * rows.width());
            }
        }
    }

    private static double dot(Kernel.Rows rows, int row, double[] coefficients, int column) {
        double[] x = rows.values();
        int from = rows.start() + row * rows.width();
        DoubleVector sums = DoubleVector.zero(DOUBLES);
        int j = 0;
        for (; j + LANES <= rows.width(); j += LANES) {
            sums = DoubleVector.fromArray(DOUBLES, x, from + j)
                    .fma(DoubleVector.fromArray(DOUBLES, coefficients, column + j), sums);
        }
        double sum = sums.reduceLanes(VectorOperators.ADD);
        for (; j < rows.width(); j++) {
            sum += x[from + j] * coefficients[column + j];
        }
        return sum;
    }

    private static void fourRows(Kernel.Rows rows, int row, double[] coefficients, int column, double[] margins) {
        double[] x = rows.values();
        int width = rows.width();
        int x0 = rows.start() + row * width;
        int x1 = x0 + width;
        int x2 = x1 + width;
        int x3 = x2 + width;
        int w = column * width;
        DoubleVector a0 = DoubleVector.zero(DOUBLES);
        DoubleVector a1 = a0;
        DoubleVector a2 = a0;
        DoubleVector a3 = a0;
        int j = 0;
        for (; j + LANES <= width; j += LANES) {
            DoubleVector v = DoubleVector.fromArray(DOUBLES, coefficients, w + j);
            a0 = DoubleVector.fromArray(DOUBLES, x, x0 + j).fma(v, a0);
            a1 = DoubleVector.fromArray(DOUBLES, x, x1 + j).fma(v, a1);
            a2 = DoubleVector.fromArray(DOUBLES, x, x2 + j).fma(v, a2);
            a3 = DoubleVector.fromArray(DOUBLES, x, x3 + j).fma(v, a3);
        }
        double s0 = a0.reduceLanes(VectorOperators.ADD);
        double s1 = a1.reduceLanes(VectorOperators.ADD);
        double s2 = a2.reduceLanes(VectorOperators.ADD);
        double s3 = a3.reduceLanes(VectorOperators.ADD);
        for (; j < width; j++) {
            double v = coefficients[w + j];
            s0 += x[x0 + j] * v;
            s1 += x[x1 + j] * v;
            s2 += x[x2 + j] * v;
            s3 += x[x3 + j] * v;
        }
        int target = column * rows.numRows() + row;
        margins[target] += s0;
        margins[target + 1] += s1;
        margins[target + 2] += s2;
        margins[target + 3] += s3;
    }

    private static void fourRowsTwoColumns(
            Kernel.Rows rows, int row, double[] coefficients, int column, double[] margins) {
        double[] x = rows.values();
        int width = rows.width();
        int x0 = rows.start() + row * width;
        int x1 = x0 + width;
        int x2 = x1 + width;
        int x3 = x2 + width;
        int w = column * width;
        DoubleVector a0 = DoubleVector.zero(DOUBLES);
        DoubleVector a1 = a0;
        DoubleVector a2 = a0;
        DoubleVector a3 = a0;
        DoubleVector b0 = a0;
        DoubleVector b1 = a0;
        DoubleVector b2 = a0;
        DoubleVector b3 = a0;
        int j = 0;
        for (; j + LANES <= width; j += LANES) {
            DoubleVector a = DoubleVector.fromArray(DOUBLES, coefficients, w + j);
            DoubleVector b = DoubleVector.fromArray(DOUBLES, coefficients, w + width + j);
            DoubleVector v0 = DoubleVector.fromArray(DOUBLES, x, x0 + j);
            DoubleVector v1 = DoubleVector.fromArray(DOUBLES, x, x1 + j);
            DoubleVector v2 = DoubleVector.fromArray(DOUBLES, x, x2 + j);
            DoubleVector v3 = DoubleVector.fromArray(DOUBLES, x, x3 + j);
            a0 = v0.fma(a, a0);
            a1 = v1.fma(a, a1);
            a2 = v2.fma(a, a2);
            a3 = v3.fma(a, a3);
            b0 = v0.fma(b, b0);
            b1 = v1.fma(b, b1);
            b2 = v2.fma(b, b2);
            b3 = v3.fma(b, b3);
        }
        int target = column * rows.numRows() + row;
        int second = target + rows.numRows();
        margins[target] += a0.reduceLanes(VectorOperators.ADD);
        margins[target + 1] += a1.reduceLanes(VectorOperators.ADD);
        margins[target + 2] += a2.reduceLanes(VectorOperators.ADD);
        margins[target + 3] += a3.reduceLanes(VectorOperators.ADD);
        margins[second] += b0.reduceLanes(VectorOperators.ADD);
        margins[second + 1] += b1.reduceLanes(VectorOperators.ADD);
        margins[second + 2] += b2.reduceLanes(VectorOperators.ADD);
        margins[second + 3] += b3.reduceLanes(VectorOperators.ADD);
        for (; j < width; j++) {
            for (int r = 0; r < BLOCK; r++) {
                margins[target + r] += x[x0 + r * width + j] * coefficients[w + j];
                margins[second + r] += x[x0 + r * width + j] * coefficients[w + width + j];
            }
        }
    }

    private static void fourRowsFourColumns(
            Kernel.Rows rows, int row, double[] coefficients, int column, double[] margins) {
        double[] x = rows.values();
        int width = rows.width();
        int x0 = rows.start() + row * width;
        int w = column * width;
        DoubleVector a0 = DoubleVector.zero(DOUBLES);
        DoubleVector a1 = a0;
        DoubleVector a2 = a0;
        DoubleVector a3 = a0;
        DoubleVector b0 = a0;
        DoubleVector b1 = a0;
        DoubleVector b2 = a0;
        DoubleVector b3 = a0;
        DoubleVector c0 = a0;
        DoubleVector c1 = a0;
        DoubleVector c2 = a0;
        DoubleVector c3 = a0;
        DoubleVector d0 = a0;
        DoubleVector d1 = a0;
        DoubleVector d2 = a0;
        DoubleVector d3 = a0;
        int j = 0;
        for (; j + LANES <= width; j += LANES) {
            DoubleVector v0 = DoubleVector.fromArray(DOUBLES, x, x0 + j);
            DoubleVector v1 = DoubleVector.fromArray(DOUBLES, x, x0 + width + j);
            DoubleVector v2 = DoubleVector.fromArray(DOUBLES, x, x0 + 2 * width + j);
            DoubleVector v3 = DoubleVector.fromArray(DOUBLES, x, x0 + 3 * width + j);
            DoubleVector factors = DoubleVector.fromArray(DOUBLES, coefficients, w + j);
            a0 = v0.fma(factors, a0);
            a1 = v1.fma(factors, a1);
            a2 = v2.fma(factors, a2);
            a3 = v3.fma(factors, a3);
            factors = DoubleVector.fromArray(DOUBLES, coefficients, w + width + j);
            b0 = v0.fma(factors, b0);
            b1 = v1.fma(factors, b1);
            b2 = v2.fma(factors, b2);
            b3 = v3.fma(factors, b3);
            factors = DoubleVector.fromArray(DOUBLES, coefficients, w + 2 * width + j);
            c0 = v0.fma(factors, c0);
            c1 = v1.fma(factors, c1);
            c2 = v2.fma(factors, c2);
            c3 = v3.fma(factors, c3);
            factors = DoubleVector.fromArray(DOUBLES, coefficients, w + 3 * width + j);
            d0 = v0.fma(factors, d0);
            d1 = v1.fma(factors, d1);
            d2 = v2.fma(factors, d2);
            d3 = v3.fma(factors, d3);
        }
        int n = rows.numRows();
        int target = column * n + row;
        margins[target] += a0.reduceLanes(VectorOperators.ADD);
        margins[target + 1] += a1.reduceLanes(VectorOperators.ADD);
        margins[target + 2] += a2.reduceLanes(VectorOperators.ADD);
        margins[target + 3] += a3.reduceLanes(VectorOperators.ADD);
        margins[target + n] += b0.reduceLanes(VectorOperators.ADD);
        margins[target + n + 1] += b1.reduceLanes(VectorOperators.ADD);
        margins[target + n + 2] += b2.reduceLanes(VectorOperators.ADD);
        margins[target + n + 3] += b3.reduceLanes(VectorOperators.ADD);
        margins[target + 2 * n] += c0.reduceLanes(VectorOperators.ADD);
        margins[target + 2 * n + 1] += c1.reduceLanes(VectorOperators.ADD);
        margins[target + 2 * n + 2] += c2.reduceLanes(VectorOperators.ADD);
        margins[target + 2 * n + 3] += c3.reduceLanes(VectorOperators.ADD);
        margins[target + 3 * n] += d0.reduceLanes(VectorOperators.ADD);
        margins[target + 3 * n + 1] += d1.reduceLanes(VectorOperators.ADD);
        margins[target + 3 * n + 2] += d2.reduceLanes(VectorOperators.ADD);
        margins[target + 3 * n + 3] += d3.reduceLanes(VectorOperators.ADD);
        for (; j < width; j++) {
            for (int c = 0; c < BLOCK; c++) {
                for (int r = 0; r < BLOCK; r++) {
                    margins[target + c * n + r] += x[x0 + r * width + j] * coefficients[w + c * width + j];
                }
            }
        }
    }
}
