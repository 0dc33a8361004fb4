package org.focalspark.objective;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.LossSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.SoftmaxFocalLoss;
import org.focalspark.loss.tile.TileRows;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The loss per row, from margins to multipliers, beside a copy of the margins, which each evaluation begins with. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LossBenchmark {
    private static final int TILES = 512;
    private static final int TILE_ROWS = Tile.MAX_ROWS;
    private static final int ROWS = TILES * TILE_ROWS;
    private static final double REL_1E_12 = 1e-12;

    @Param({"scalar", "vector"})
    public String kernel;

    @Param({"1", "10"})
    public int columns;

    @Param({"0", "1", "2", "2.5"})
    public double gamma;

    private MarginLoss loss;
    private TileRows rows;
    private double[] labels;
    private double[] original;
    private double[] margins;
    private LossSums sums;

    @Setup
    public void fill() {
        Random random = new Random(7L);
        FocalLoss focal = new FocalLoss(gamma);
        double[] gammas = new double[columns];
        double[] weights = new double[columns];
        Arrays.fill(gammas, gamma);
        Arrays.fill(weights, 1.0);
        loss = columns == 1 ? new BinaryLoss(focal, focal, 1.0, 1.0) : new SoftmaxFocalLoss(gammas, weights);
        rows = new TileRows(
                KernelChoice.valueOf(kernel.toUpperCase(Locale.ROOT)).kernel().math());
        labels = random.ints(ROWS, 0, Math.max(columns, 2)).asDoubleStream().toArray();
        original = random.doubles((long) ROWS * columns, -6.0, 6.0).toArray();
        margins = original.clone();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double loss() {
        sums = new LossSums();
        double[] tile = new double[TILE_ROWS * columns];
        for (int t = 0; t < TILES; t++) {
            System.arraycopy(original, t * tile.length, tile, 0, tile.length);
            loss.evaluate(tile, rows.moveTo(labels, new double[0], t * TILE_ROWS, TILE_ROWS), sums);
            System.arraycopy(tile, 0, margins, t * tile.length, tile.length);
        }
        return sums.loss();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double read() {
        System.arraycopy(original, 0, margins, 0, original.length);
        return margins[0];
    }

    /** Against the loss of one row at a time. */
    @TearDown
    public void check() {
        if (sums == null) {
            return;
        }
        double expected = 0.0;
        for (int r = 0; r < ROWS; r++) {
            expected += lossOf(r);
        }
        if (!(Math.abs(sums.loss() - expected) <= REL_1E_12 * expected)) {
            throw new IllegalStateException("The sum of the losses is " + sums.loss() + " and not " + expected + ".");
        }
    }

    private double lossOf(int row) {
        int tile = row / TILE_ROWS * TILE_ROWS * columns;
        int label = (int) labels[row];
        if (columns == 1) {
            return new FocalLoss(gamma).loss((2 * label - 1) * original[row]);
        }
        double[] logits = new double[columns];
        for (int k = 0; k < columns; k++) {
            logits[k] = original[tile + k * TILE_ROWS + row % TILE_ROWS];
        }
        return ((SoftmaxFocalLoss) loss).loss(logits, label, new double[columns]);
    }
}
