package org.focalspark.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.focalspark.loss.MarginLoss;
import org.focalspark.objective.DenseBlock;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.Predictor;
import org.focalspark.objective.SparseBlock;

/** The same seeded rows in any cut: dense or sparse, in blocks of any number of rows. */
public final class Blocks {
    private static final double NEAR = 0.05;

    public static final int NUM_FEATURES = 5;

    public final double[] labels;
    public final double[] weights;
    public final double[][] rows;

    private Blocks(double[] labels, double[] weights, double[][] rows) {
        this.labels = labels;
        this.weights = weights;
        this.rows = rows;
    }

    /** Rows with about half of the values 0, one column far from 0, and labels 0 and 1. */
    public static Blocks random(int numRows, long seed) {
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

    /** The same rows with labels for a loss: classes as many as columns, or a label per column of which some are unknown. */
    public Blocks labeledFor(MarginLoss loss) {
        if (loss.numColumns() == 1) {
            return this;
        }
        Random random = new Random(11L);
        int perRow = MarginLosses.isMultilabel(loss) ? loss.numColumns() : 1;
        double[] drawn = new double[rows.length * perRow];
        for (int i = 0; i < drawn.length; i++) {
            double label = random.nextInt(loss.numColumns());
            drawn[i] = perRow == 1 ? label : random.nextInt(5) == 0 ? Double.NaN : random.nextInt(2);
        }
        return new Blocks(drawn, weights, rows);
    }

    /** Without weight where a signed margin is near a kink, at which no derivative exists. */
    public Blocks awayFromKink(MarginLoss loss, Predictor predictor) {
        double kink = MarginLosses.kinkOf(loss);
        double[] kept = weights.clone();
        for (int r = 0; r < rows.length; r++) {
            double[] margins = margins(rows[r], predictor);
            boolean near = false;
            for (int k = 0; k < margins.length; k++) {
                double z = loss.isRedundant() ? margins[k] - logSumOfOthers(margins, k) : margins[k];
                near |= Math.abs(Math.abs(z) - Math.abs(kink)) < NEAR;
            }
            kept[r] = near ? 0.0 : kept[r];
        }
        return new Blocks(labels, kept, rows);
    }

    private static double[] margins(double[] row, Predictor predictor) {
        double[] margins = predictor.offsets().clone();
        for (int k = 0; k < margins.length; k++) {
            for (int j = 0; j < row.length; j++) {
                margins[k] += row[j] * predictor.coefficients()[k * row.length + j];
            }
        }
        return margins;
    }

    private static double logSumOfOthers(double[] margins, int k) {
        return Math.log(IntStream.range(0, margins.length)
                .filter(j -> j != k)
                .mapToDouble(j -> Math.exp(margins[j]))
                .sum());
    }

    /** Every row as often as its repetition says, with weight 1. */
    public Blocks repeated(int[] repetitions) {
        List<Integer> order = new ArrayList<>();
        for (int r = 0; r < rows.length; r++) {
            for (int k = 0; k < repetitions[r]; k++) {
                order.add(r);
            }
        }
        int perRow = labels.length / rows.length;
        Blocks blocks =
                new Blocks(new double[order.size() * perRow], new double[order.size()], new double[order.size()][]);
        for (int i = 0; i < order.size(); i++) {
            System.arraycopy(labels, order.get(i) * perRow, blocks.labels, i * perRow, perRow);
            blocks.weights[i] = 1.0;
            blocks.rows[i] = rows[order.get(i)];
        }
        return blocks;
    }

    public List<FeatureBlock> cut(int rowsPerBlock, boolean sparse) {
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
        return new DenseBlock(NUM_FEATURES, to - from, labels(from, to), weights(from, to), values);
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
                labels(from, to),
                weights(from, to),
                rowStarts,
                indices.stream().mapToInt(i -> i).toArray(),
                values.stream().mapToDouble(v -> v).toArray());
    }

    private double[] labels(int from, int to) {
        int perRow = labels.length / rows.length;
        return slice(labels, from * perRow, to * perRow);
    }

    /** None if all are 1, as where there is no weightCol. */
    private double[] weights(int from, int to) {
        double[] slice = slice(weights, from, to);
        return Arrays.stream(slice).allMatch(weight -> weight == 1.0) ? new double[0] : slice;
    }

    private static double[] slice(double[] values, int from, int to) {
        return Arrays.copyOfRange(values, from, to);
    }
}
