package org.focalspark.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The same seeded rows in any cut: dense or sparse, in blocks of any number of rows. */
final class Blocks {
    static final int NUM_FEATURES = 5;

    final double[] labels;
    final double[] weights;
    final double[][] rows;

    private Blocks(double[] labels, double[] weights, double[][] rows) {
        this.labels = labels;
        this.weights = weights;
        this.rows = rows;
    }

    /** Rows with about half of the values 0, one column far from 0, and labels 0 and 1. */
    static Blocks random(int numRows, long seed) {
        Random random = new Random(seed);
        Blocks blocks = new Blocks(new double[numRows], new double[numRows], new double[numRows][NUM_FEATURES]);
        for (int r = 0; r < numRows; r++) {
            blocks.labels[r] = random.nextInt(4) == 0 ? 1.0 : 0.0;
            blocks.weights[r] = 0.25 + random.nextDouble();
            for (int j = 0; j < NUM_FEATURES; j++) {
                blocks.rows[r][j] = random.nextBoolean() ? 0.0 : random.nextGaussian() * (j + 1);
            }
            blocks.rows[r][NUM_FEATURES - 1] = 1000.0 + random.nextGaussian();
        }
        return blocks;
    }

    /** Every row as often as its repetition says, with weight 1. */
    Blocks repeated(int[] repetitions) {
        List<Integer> order = new ArrayList<>();
        for (int r = 0; r < rows.length; r++) {
            for (int k = 0; k < repetitions[r]; k++) {
                order.add(r);
            }
        }
        Blocks blocks = new Blocks(new double[order.size()], new double[order.size()], new double[order.size()][]);
        for (int i = 0; i < order.size(); i++) {
            blocks.labels[i] = labels[order.get(i)];
            blocks.weights[i] = 1.0;
            blocks.rows[i] = rows[order.get(i)];
        }
        return blocks;
    }

    List<FeatureBlock> cut(int rowsPerBlock, boolean sparse) {
        List<FeatureBlock> blocks = new ArrayList<>();
        for (int from = 0; from < rows.length; from += rowsPerBlock) {
            int to = Math.min(from + rowsPerBlock, rows.length);
            blocks.add(sparse ? sparse(from, to) : dense(from, to));
        }
        return blocks;
    }

    private DenseBlock dense(int from, int to) {
        double[] values = new double[(to - from) * NUM_FEATURES];
        for (int r = from; r < to; r++) {
            System.arraycopy(rows[r], 0, values, (r - from) * NUM_FEATURES, NUM_FEATURES);
        }
        return new DenseBlock(NUM_FEATURES, slice(labels, from, to), slice(weights, from, to), values);
    }

    private SparseBlock sparse(int from, int to) {
        List<Integer> indices = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        int[] rowStarts = new int[to - from + 1];
        for (int r = from; r < to; r++) {
            for (int j = 0; j < NUM_FEATURES; j++) {
                if (rows[r][j] != 0.0) {
                    indices.add(j);
                    values.add(rows[r][j]);
                }
            }
            rowStarts[r - from + 1] = indices.size();
        }
        return new SparseBlock(
                NUM_FEATURES,
                slice(labels, from, to),
                slice(weights, from, to),
                rowStarts,
                indices.stream().mapToInt(i -> i).toArray(),
                values.stream().mapToDouble(v -> v).toArray());
    }

    private static double[] slice(double[] values, int from, int to) {
        return Arrays.copyOfRange(values, from, to);
    }
}
