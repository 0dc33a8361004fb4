package org.focalspark.objective;

import static org.focalspark.objective.VectorKernel.exact;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of rows of floats with one column, in the Vector API: with the operations of {@link VectorDoubles} on the
 * widened rows, in the same order, hence its bits. To widen a vector twice from the cache costs less than to store it once and to
 * load it twice; with several columns it does not.
 */
final class VectorFloats {
    private static final VectorSpecies<Double> DOUBLES = VectorKernel.DOUBLES;
    private static final int LANES = VectorKernel.LANES;
    /** As many floats as a vector has doubles. */
    private static final VectorSpecies<Float> FLOATS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Math.max(64, DOUBLES.vectorBitSize() / 2)));

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

    static void addMargins(FloatRows rows, double[] coefficients, double[] lanes, double[] margins) {
        int r = 0;
        if (rows.width() >= LANES) {
            VectorMask<Double> rest = VectorDoubles.rest(rows.width());
            for (; r + 4 <= rows.numRows(); r += 4) {
                fourRows(rows, r, coefficients, rest, lanes, margins);
            }
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
        double sum = exact(sums).reduceLanes(VectorOperators.ADD);
        for (; j < rows.width(); j++) {
            sum += x[from + j] * coefficients[j];
        }
        return sum;
    }

    private static void fourRows(
            FloatRows rows, int row, double[] coefficients, VectorMask<Double> rest, double[] lanes, double[] margins) {
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
        if (j < width) {
            j = width - LANES;
            DoubleVector v = DoubleVector.zero(DOUBLES).blend(DoubleVector.fromArray(DOUBLES, coefficients, j), rest);
            a0 = load(x, x0 + j).fma(v, a0);
            a1 = load(x, x1 + j).fma(v, a1);
            a2 = load(x, x2 + j).fma(v, a2);
            a3 = load(x, x3 + j).fma(v, a3);
        }
        exact(a0).intoArray(lanes, 0);
        exact(a1).intoArray(lanes, LANES);
        exact(a2).intoArray(lanes, 2 * LANES);
        exact(a3).intoArray(lanes, 3 * LANES);
        VectorDoubles.addSums(lanes, margins, row);
    }

    static void addGradient(FloatRows rows, double[] multipliers, double[] gradient) {
        int j = 0;
        for (; j + 4 * LANES <= rows.width(); j += 4 * LANES) {
            addFourVectors(rows, j, multipliers, gradient);
        }
        for (; j + LANES <= rows.width(); j += LANES) {
            addVector(rows, j, multipliers, gradient);
        }
        if (j < rows.width()) {
            addRest(rows, j, multipliers, gradient);
        }
    }

    private static void addFourVectors(FloatRows rows, int j, double[] multipliers, double[] gradient) {
        float[] x = rows.values();
        int from = rows.start() + j;
        DoubleVector a0 = DoubleVector.zero(DOUBLES);
        DoubleVector a1 = DoubleVector.zero(DOUBLES);
        DoubleVector a2 = DoubleVector.zero(DOUBLES);
        DoubleVector a3 = DoubleVector.zero(DOUBLES);
        for (int r = 0; r < rows.numRows(); r++) {
            DoubleVector m = DoubleVector.broadcast(DOUBLES, multipliers[r]);
            a0 = load(x, from).fma(m, a0);
            a1 = load(x, from + LANES).fma(m, a1);
            a2 = load(x, from + 2 * LANES).fma(m, a2);
            a3 = load(x, from + 3 * LANES).fma(m, a3);
            from += rows.width();
        }
        DoubleVector.fromArray(DOUBLES, gradient, j).add(a0).intoArray(gradient, j);
        DoubleVector.fromArray(DOUBLES, gradient, j + LANES).add(a1).intoArray(gradient, j + LANES);
        DoubleVector.fromArray(DOUBLES, gradient, j + 2 * LANES).add(a2).intoArray(gradient, j + 2 * LANES);
        DoubleVector.fromArray(DOUBLES, gradient, j + 3 * LANES).add(a3).intoArray(gradient, j + 3 * LANES);
    }

    /** Two sums, of every other row, so that no addition waits for the last. */
    private static void addVector(FloatRows rows, int j, double[] multipliers, double[] gradient) {
        DoubleVector.fromArray(DOUBLES, gradient, j)
                .add(products(rows, j, multipliers))
                .intoArray(gradient, j);
    }

    private static DoubleVector products(FloatRows rows, int j, double[] multipliers) {
        float[] x = rows.values();
        int width = rows.width();
        int from = rows.start() + j;
        DoubleVector even = DoubleVector.zero(DOUBLES);
        DoubleVector odd = even;
        int r = 0;
        for (; r + 2 <= rows.numRows(); r += 2) {
            even = load(x, from).fma(DoubleVector.broadcast(DOUBLES, multipliers[r]), even);
            odd = load(x, from + width).fma(DoubleVector.broadcast(DOUBLES, multipliers[r + 1]), odd);
            from += 2 * width;
        }
        if (r < rows.numRows()) {
            even = load(x, from).fma(DoubleVector.broadcast(DOUBLES, multipliers[r]), even);
        }
        return exact(even).add(odd);
    }

    private static void addRest(FloatRows rows, int first, double[] multipliers, double[] gradient) {
        int width = rows.width();
        if (width >= LANES) {
            int j = width - LANES;
            DoubleVector.zero(DOUBLES)
                    .blend(products(rows, j, multipliers), VectorDoubles.rest(width))
                    .add(DoubleVector.fromArray(DOUBLES, gradient, j))
                    .intoArray(gradient, j);
            return;
        }
        for (int j = first; j < width; j++) {
            double sum = 0.0;
            for (int r = 0; r < rows.numRows(); r++) {
                sum += multipliers[r] * rows.values()[rows.start() + r * width + j];
            }
            gradient[j] += sum;
        }
    }
}
