package org.focalspark.objective;

import static org.focalspark.objective.VectorKernel.exact;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of rows of floats with one column, in the Vector API. They use the operations of {@link VectorDoubles} on
 * the widened rows in the same order, so results are bit-identical. Widening a vector twice from the cache costs less
 * than storing it once and loading it twice, except with several columns. Rows are at least as wide as a vector.
 */
final class VectorFloats {
    private static final VectorSpecies<Double> DOUBLES = VectorKernel.DOUBLES;
    private static final int LANES = VectorKernel.LANES;
    /** Species with as many floats as a vector has doubles. */
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
        VectorMask<Double> rest = VectorDoubles.rest(rows.width());
        for (int r = 0; r < rows.numRows(); r += VectorDoubles.SUMS) {
            int count = Math.min(VectorDoubles.SUMS, rows.numRows() - r);
            for (int i = 0; i < count; i++) {
                dot(rows, r + i, coefficients, rest, lanes, i * LANES);
            }
            VectorDoubles.addSums(lanes, count, margins, r);
        }
    }

    /** Sums the products of a row lane by lane, as for doubles. */
    private static void dot(
            FloatRows rows, int row, double[] coefficients, VectorMask<Double> rest, double[] lanes, int to) {
        float[] x = rows.values();
        int width = rows.width();
        int from = rows.start() + row * width;
        DoubleVector a0 = DoubleVector.zero(DOUBLES);
        DoubleVector a1 = a0;
        DoubleVector a2 = a0;
        DoubleVector a3 = a0;
        int j = 0;
        for (; j + 4 * LANES <= width; j += 4 * LANES) {
            a0 = fma(x, from + j, coefficients, j, a0);
            a1 = fma(x, from + j + LANES, coefficients, j + LANES, a1);
            a2 = fma(x, from + j + 2 * LANES, coefficients, j + 2 * LANES, a2);
            a3 = fma(x, from + j + 3 * LANES, coefficients, j + 3 * LANES, a3);
        }
        for (; j + LANES <= width; j += LANES) {
            a0 = fma(x, from + j, coefficients, j, a0);
        }
        if (j < width) {
            j = width - LANES;
            DoubleVector v = DoubleVector.zero(DOUBLES).blend(DoubleVector.fromArray(DOUBLES, coefficients, j), rest);
            a1 = load(x, from + j).fma(v, a1);
        }
        exact(a0).add(a1).add(exact(a2).add(a3)).intoArray(lanes, to);
    }

    private static DoubleVector fma(float[] x, int from, double[] coefficients, int j, DoubleVector sums) {
        return load(x, from).fma(DoubleVector.fromArray(DOUBLES, coefficients, j), sums);
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
            addRest(rows, multipliers, gradient);
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

    /** Adds two partial sums, of even and odd rows, so that additions do not wait for each other. */
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

    private static void addRest(FloatRows rows, double[] multipliers, double[] gradient) {
        int j = rows.width() - LANES;
        DoubleVector.zero(DOUBLES)
                .blend(products(rows, j, multipliers), VectorDoubles.rest(rows.width()))
                .add(DoubleVector.fromArray(DOUBLES, gradient, j))
                .intoArray(gradient, j);
    }
}
