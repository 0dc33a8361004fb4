package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseBlockTest {
    /** Sums of some 35 terms a column, none above 8.25, in another order. */
    private static final double ABS_1E_13 = 1e-13;

    private static final int NUM_FEATURES = 300;

    /** Rows of 0 to 40 entries, kept row by row, and the block of them. */
    private static final class Rows {
        private final Random random = new Random(23L);
        private final int[] rowStarts;
        private final int[] indices;
        private final double[] values;
        private final double[] labels;
        private final double[] weights;

        Rows(int numRows, IntToDoubleFunction value) {
            int[][] features = new int[numRows][];
            rowStarts = new int[numRows + 1];
            for (int r = 0; r < numRows; r++) {
                features[r] = random.ints(random.nextInt(41), 0, NUM_FEATURES)
                        .distinct()
                        .sorted()
                        .toArray();
                rowStarts[r + 1] = rowStarts[r] + features[r].length;
            }
            indices = Arrays.stream(features).flatMapToInt(Arrays::stream).toArray();
            values = new double[indices.length];
            Arrays.setAll(values, value);
            labels = random.doubles(numRows).map(u -> u < 0.3 ? 1.0 : 0.0).toArray();
            weights = random.doubles(numRows, 0.1, 2.0).toArray();
        }

        SparseBlock block() {
            return new SparseBlock(NUM_FEATURES, labels, weights, rowStarts, indices, values);
        }

        /** Index of the row whose weight that is: no two have the same. */
        int ofWeight(double weight) {
            int row = 0;
            while (weights[row] != weight) {
                row++;
            }
            return row;
        }
    }

    private static double valueAt(String kind, int i) {
        return switch (kind) {
            case "ones" -> 1.0;
            case "floats" -> (i % 17) - 8.25;
            default -> Math.sin(i);
        };
    }

    @ParameterizedTest
    @CsvSource({"ones, 1, 7", "ones, 3, 500", "floats, 1, 64", "floats, 2, 500", "doubles, 1, 499", "doubles, 5, 100"})
    void marginsAndGradientsAreThoseOfPlainLoops(String kind, int numColumns, int tileRows) {
        Rows rows = new Rows(500, i -> valueAt(kind, i));
        SparseBlock block = rows.block();
        double[] coefficients =
                rows.random.doubles((long) numColumns * NUM_FEATURES, -1, 1).toArray();
        double[] gradient = new double[coefficients.length];
        double[] expectedGradient = new double[coefficients.length];
        Tile tile = new Tile(new ScalarKernel());
        for (int from = 0; from < block.numRows(); from += tileRows) {
            tile.moveTo(from, Math.min(tileRows, block.numRows() - from));
            double[] margins = new double[numColumns * tile.numRows()];
            Arrays.fill(margins, 0.5);
            double[] multipliers = rows.random.doubles(margins.length, -1, 1).toArray();
            block.addMargins(tile, coefficients, margins);
            block.addGradient(tile, multipliers, gradient);
            for (int i = 0; i < margins.length; i++) {
                int row = rows.ofWeight(block.weight(from + i % tile.numRows()));
                int column = i / tile.numRows() * NUM_FEATURES;
                double margin = 0.5;
                for (int e = rows.rowStarts[row]; e < rows.rowStarts[row + 1]; e++) {
                    margin += rows.values[e] * coefficients[column + rows.indices[e]];
                    expectedGradient[column + rows.indices[e]] += rows.values[e] * multipliers[i];
                }
                assertThat(margins[i]).isEqualTo(margin); // added up in the same order
            }
        }
        assertThat(gradient).containsExactly(expectedGradient, within(ABS_1E_13));
    }

    @Test
    void longestRowsComeFirstWithTheirLabelsAndWeights() {
        Rows rows = new Rows(200, i -> 1.0);
        SparseBlock block = rows.block();
        int before = Integer.MAX_VALUE;
        for (int r = 0; r < block.numRows(); r++) {
            int row = rows.ofWeight(block.weight(r));
            int length = rows.rowStarts[row + 1] - rows.rowStarts[row];
            assertThat(length).isLessThanOrEqualTo(before);
            assertThat(block.labels()[r]).isEqualTo(rows.labels[row]);
            before = length;
        }
    }

    @Test
    void hasTheHashOfTheSameRowsWhenTheyAreDense() {
        Rows rows = new Rows(100, i -> valueAt("doubles", i));
        double[] dense = new double[100 * NUM_FEATURES];
        for (int r = 0; r < 100; r++) {
            for (int e = rows.rowStarts[r]; e < rows.rowStarts[r + 1]; e++) {
                dense[r * NUM_FEATURES + rows.indices[e]] = rows.values[e];
            }
        }
        assertThat(rows.block().hash())
                .isEqualTo(new DenseBlock(NUM_FEATURES, rows.labels, rows.weights, dense).hash());
    }

    @Test
    void rowsMayHaveNoEntries() {
        SparseBlock block = new SparseBlock(
                3, new double[] {1, 0, 1}, new double[0], new int[] {0, 0, 1, 1}, new int[] {2}, new double[] {4});
        double[] margins = new double[3];
        Tile tile = new Tile(new ScalarKernel());
        tile.moveTo(0, 3);
        block.addMargins(tile, new double[] {1, 2, 3}, margins);
        assertThat(block.labels()).containsExactly(0, 1, 1);
        assertThat(margins).containsExactly(12, 0, 0);
        assertThat(new SparseBlock(3, new double[0], new double[0], new int[1], new int[0], new double[0]).numRows())
                .isZero();
    }
}
