package org.focalspark.objective;

import static org.focalspark.objective.VectorKernel.exact;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of rows of doubles with one column, in the Vector API. Margins are computed row by row. The sums of the
 * gradient stay in registers for all rows of a tile. The rest of a row after its full vectors is read by a vector that
 * ends with the row; values that full vectors already include count as 0.
 */
final class VectorDoubles {
    private static final VectorSpecies<Double> DOUBLES = VectorKernel.DOUBLES;
    private static final int LANES = VectorKernel.LANES;

    /** Number of rows whose lanes are summed together, so that no sum waits for lanes that were just stored. */
    static final int SUMS = 4;

    private VectorDoubles() {}

    /** Mask of a vector that ends with its row, without the lanes that full vectors already include. */
    static VectorMask<Double> rest(int width) {
        boolean[] isRest = new boolean[LANES];
        for (int i = LANES - width % LANES; i < LANES; i++) {
            isRest[i] = true;
        }
        return VectorMask.fromArray(DOUBLES, isRest, 0);
    }

    static void addMargins(DenseProducts.Rows rows, double[] coefficients, double[] lanes, double[] margins) {
        if (rows.width() < LANES) {
            addShortMargins(rows, coefficients, margins);
            return;
        }
        VectorMask<Double> rest = rest(rows.width());
        for (int r = 0; r < rows.numRows(); r += SUMS) {
            int count = Math.min(SUMS, rows.numRows() - r);
            for (int i = 0; i < count; i++) {
                dot(rows, r + i, coefficients, rest, lanes, i * LANES);
            }
            addSums(lanes, count, margins, r);
        }
    }

    /**
     * Sums the products of a row lane by lane: one row at a time with four chains of sums, so that memory is read
     * sequentially, as prefetchers expect. Four rows at a time would load the coefficients once, but took longer: for
     * both products of 100 features, by a fifth with doubles and by nearly half with floats.
     */
    private static void dot(
            DenseProducts.Rows rows, int row, double[] coefficients, VectorMask<Double> rest, double[] lanes, int to) {
        double[] x = rows.values();
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
            a1 = DoubleVector.fromArray(DOUBLES, x, from + j).fma(v, a1);
        }
        exact(a0).add(a1).add(exact(a2).add(a3)).intoArray(lanes, to);
    }

    private static DoubleVector fma(double[] x, int from, double[] coefficients, int j, DoubleVector sums) {
        return DoubleVector.fromArray(DOUBLES, x, from).fma(DoubleVector.fromArray(DOUBLES, coefficients, j), sums);
    }

    private static void addShortMargins(DenseProducts.Rows rows, double[] coefficients, double[] margins) {
        double[] x = rows.values();
        int from = rows.start();
        for (int r = 0; r < rows.numRows(); r++) {
            double sum = 0.0;
            for (int j = 0; j < rows.width(); j++) {
                sum += x[from + j] * coefficients[j];
            }
            margins[r] += sum;
            from += rows.width();
        }
    }

    /**
     * Adds the lane sums of several vectors to as many numbers, through memory. The Vector API of JDK 17 adds lanes
     * sequentially, which takes longer than the products of a row of 100 values.
     */
    static void addSums(double[] lanes, int count, double[] target, int first) {
        for (int i = 0; i < count; i++) {
            double sum = lanes[i * LANES];
            for (int k = 1; k < LANES; k++) {
                sum += lanes[i * LANES + k];
            }
            target[first + i] += sum;
        }
    }

    static void addGradient(DenseProducts.Rows rows, double[] multipliers, double[] gradient) {
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

    private static void addFourVectors(DenseProducts.Rows rows, int j, double[] multipliers, double[] gradient) {
        double[] x = rows.values();
        int from = rows.start() + j;
        DoubleVector a0 = DoubleVector.zero(DOUBLES);
        DoubleVector a1 = DoubleVector.zero(DOUBLES);
        DoubleVector a2 = DoubleVector.zero(DOUBLES);
        DoubleVector a3 = DoubleVector.zero(DOUBLES);
        for (int r = 0; r < rows.numRows(); r++) {
            DoubleVector m = DoubleVector.broadcast(DOUBLES, multipliers[r]);
            a0 = DoubleVector.fromArray(DOUBLES, x, from).fma(m, a0);
            a1 = DoubleVector.fromArray(DOUBLES, x, from + LANES).fma(m, a1);
            a2 = DoubleVector.fromArray(DOUBLES, x, from + 2 * LANES).fma(m, a2);
            a3 = DoubleVector.fromArray(DOUBLES, x, from + 3 * LANES).fma(m, a3);
            from += rows.width();
        }
        DoubleVector.fromArray(DOUBLES, gradient, j).add(a0).intoArray(gradient, j);
        DoubleVector.fromArray(DOUBLES, gradient, j + LANES).add(a1).intoArray(gradient, j + LANES);
        DoubleVector.fromArray(DOUBLES, gradient, j + 2 * LANES).add(a2).intoArray(gradient, j + 2 * LANES);
        DoubleVector.fromArray(DOUBLES, gradient, j + 3 * LANES).add(a3).intoArray(gradient, j + 3 * LANES);
    }

    /** Adds two partial sums, of even and odd rows, so that additions do not wait for each other. */
    private static void addVector(DenseProducts.Rows rows, int j, double[] multipliers, double[] gradient) {
        DoubleVector.fromArray(DOUBLES, gradient, j)
                .add(products(rows, j, multipliers))
                .intoArray(gradient, j);
    }

    private static DoubleVector products(DenseProducts.Rows rows, int j, double[] multipliers) {
        double[] x = rows.values();
        int width = rows.width();
        int from = rows.start() + j;
        DoubleVector even = DoubleVector.zero(DOUBLES);
        DoubleVector odd = even;
        int r = 0;
        for (; r + 2 <= rows.numRows(); r += 2) {
            even = DoubleVector.fromArray(DOUBLES, x, from).fma(DoubleVector.broadcast(DOUBLES, multipliers[r]), even);
            odd = DoubleVector.fromArray(DOUBLES, x, from + width)
                    .fma(DoubleVector.broadcast(DOUBLES, multipliers[r + 1]), odd);
            from += 2 * width;
        }
        if (r < rows.numRows()) {
            even = DoubleVector.fromArray(DOUBLES, x, from).fma(DoubleVector.broadcast(DOUBLES, multipliers[r]), even);
        }
        return exact(even).add(odd);
    }

    private static void addRest(DenseProducts.Rows rows, int first, double[] multipliers, double[] gradient) {
        int width = rows.width();
        if (width >= LANES) {
            int j = width - LANES;
            DoubleVector.zero(DOUBLES)
                    .blend(products(rows, j, multipliers), rest(width))
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
