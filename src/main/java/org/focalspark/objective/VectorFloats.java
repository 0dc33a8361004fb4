package org.focalspark.objective;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of rows of floats with one column, in the Vector API: with the operations of {@link VectorKernel} on the widened
 * rows, in the same order, hence its bits. To widen a vector twice from the cache costs less than to store it once and to
 * load it twice; with several columns it does not.
 */
final class VectorFloats {
    private static final VectorSpecies<Double> DOUBLES = VectorKernel.DOUBLES;
    private static final int LANES = VectorKernel.LANES;
    /** As many floats as a vector has doubles. */
    private static final VectorSpecies<Float> FLOATS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Math.max(64, DOUBLES.vectorBitSize() / 2)));

    private static final int BLOCK = VectorKernel.BLOCK;

    private VectorFloats() {}

    static void widen(float[] values, int start, double[] target, int length) {
        int i = 0;
        for (; i + LANES <= length; i += LANES) {
            load(values, start + i).intoArray(target, i);
        }
        for (; i < length; i++) {
            target[i] = values[start + i];
        }
    }

    private static DoubleVector load(float[] values, int from) {
        return (DoubleVector) FloatVector.fromArray(FLOATS, values, from).convertShape(VectorOperators.F2D, DOUBLES, 0);
    }

    static void addMargins(FloatRows rows, double[] coefficients, double[] margins) {
        int r = 0;
        for (; r + BLOCK <= rows.numRows(); r += BLOCK) {
            fourRows(rows, r, coefficients, margins);
        }
        for (; r < rows.numRows(); r++) {
            margins[r] += dot(rows, r, coefficients);
        }
    }

    private static double dot(FloatRows rows, int row, double[] coefficients) {
        float[] x = rows.values();
        int from = rows.start() + row * rows.width();
        DoubleVector sums = DoubleVector.zero(DOUBLES);
        int j = 0;
        for (; j + LANES <= rows.width(); j += LANES) {
            sums = load(x, from + j).fma(DoubleVector.fromArray(DOUBLES, coefficients, j), sums);
        }
        double sum = sums.reduceLanes(VectorOperators.ADD);
        for (; j < rows.width(); j++) {
            sum += x[from + j] * coefficients[j];
        }
        return sum;
    }

    private static void fourRows(FloatRows rows, int row, double[] coefficients, double[] margins) {
        float[] x = rows.values();
        int width = rows.width();
        int x0 = rows.start() + row * width;
        int x1 = x0 + width;
        int x2 = x1 + width;
        int x3 = x2 + width;
        DoubleVector a0 = DoubleVector.zero(DOUBLES);
        DoubleVector a1 = a0;
        DoubleVector a2 = a0;
        DoubleVector a3 = a0;
        int j = 0;
        for (; j + LANES <= width; j += LANES) {
            DoubleVector v = DoubleVector.fromArray(DOUBLES, coefficients, j);
            a0 = load(x, x0 + j).fma(v, a0);
            a1 = load(x, x1 + j).fma(v, a1);
            a2 = load(x, x2 + j).fma(v, a2);
            a3 = load(x, x3 + j).fma(v, a3);
        }
        double s0 = a0.reduceLanes(VectorOperators.ADD);
        double s1 = a1.reduceLanes(VectorOperators.ADD);
        double s2 = a2.reduceLanes(VectorOperators.ADD);
        double s3 = a3.reduceLanes(VectorOperators.ADD);
        for (; j < width; j++) {
            double v = coefficients[j];
            s0 += x[x0 + j] * v;
            s1 += x[x1 + j] * v;
            s2 += x[x2 + j] * v;
            s3 += x[x3 + j] * v;
        }
        margins[row] += s0;
        margins[row + 1] += s1;
        margins[row + 2] += s2;
        margins[row + 3] += s3;
    }

    static void addGradient(FloatRows rows, double[] multipliers, double[] gradient) {
        int r = 0;
        for (; r + BLOCK <= rows.numRows(); r += BLOCK) {
            addFourRows(rows, r, multipliers, gradient);
        }
        for (; r < rows.numRows(); r++) {
            addRow(rows, r, multipliers[r], gradient);
        }
    }

    private static void addRow(FloatRows rows, int row, double multiplier, double[] gradient) {
        float[] x = rows.values();
        int from = rows.start() + row * rows.width();
        DoubleVector factor = DoubleVector.broadcast(DOUBLES, multiplier);
        int j = 0;
        for (; j + LANES <= rows.width(); j += LANES) {
            load(x, from + j)
                    .fma(factor, DoubleVector.fromArray(DOUBLES, gradient, j))
                    .intoArray(gradient, j);
        }
        for (; j < rows.width(); j++) {
            gradient[j] += multiplier * x[from + j];
        }
    }

    private static void addFourRows(FloatRows rows, int row, double[] multipliers, double[] gradient) {
        float[] x = rows.values();
        int width = rows.width();
        int x0 = rows.start() + row * width;
        int x1 = x0 + width;
        int x2 = x1 + width;
        int x3 = x2 + width;
        DoubleVector m0 = DoubleVector.broadcast(DOUBLES, multipliers[row]);
        DoubleVector m1 = DoubleVector.broadcast(DOUBLES, multipliers[row + 1]);
        DoubleVector m2 = DoubleVector.broadcast(DOUBLES, multipliers[row + 2]);
        DoubleVector m3 = DoubleVector.broadcast(DOUBLES, multipliers[row + 3]);
        int j = 0;
        for (; j + LANES <= width; j += LANES) {
            DoubleVector sum = DoubleVector.fromArray(DOUBLES, gradient, j);
            sum = load(x, x0 + j).fma(m0, sum);
            sum = load(x, x1 + j).fma(m1, sum);
            sum = load(x, x2 + j).fma(m2, sum);
            sum = load(x, x3 + j).fma(m3, sum);
            sum.intoArray(gradient, j);
        }
        for (; j < width; j++) {
            gradient[j] += (multipliers[row] * x[x0 + j] + multipliers[row + 1] * x[x1 + j])
                    + (multipliers[row + 2] * x[x2 + j] + multipliers[row + 3] * x[x3 + j]);
        }
    }
}
