package org.focalspark.objective;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Margins and gradient of sparse rows of 40 entries, ones or not, slot by slot as blocks have them, and row by row in tiles of 64,
 * beside a plain read of the indices.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SparseBenchmark {
    private static final int ROWS = 49_999;
    private static final int ENTRIES = 40;
    private static final int SUMS = 64;
    private static final int ROW_BY_ROW = 64;

    @Param({"1000", "1000000"})
    public int width;

    @Param({"ones", "real"})
    public String values;

    @Param({"1", "10"})
    public int columns;

    private Pass pass;
    private Pass rowByRow;
    private Pass expected;
    private int[] indices;

    /** Each entry out of a range of its own, as one-hot columns are. */
    @Setup
    public void fill() {
        Random random = new Random(6L);
        int[] rowStarts = new int[ROWS + 1];
        double[] entries = new double[ROWS * ENTRIES];
        indices = new int[entries.length];
        for (int i = 0; i < entries.length; i++) {
            int range = width / ENTRIES;
            indices[i] = i % ENTRIES * range + random.nextInt(range);
            entries[i] = values.equals("ones") ? 1.0 : random.nextDouble() - 0.5;
        }
        Arrays.setAll(rowStarts, r -> r * ENTRIES);
        FeatureBlock block = new SparseBlock(width, new double[ROWS], new double[0], rowStarts, indices, entries);
        pass = new Pass(block, new ScalarKernel(), columns);
        rowByRow = new Pass(
                new RowByRowBlock(width, ROW_BY_ROW, rowStarts, indices, entries), new ScalarKernel(), columns);
        // All rows have as many entries, so that the block has left them in their order.
        expected = new Pass(
                new RowByRowBlock(
                        width, block.tileRows(columns, new ScalarKernel().products()), rowStarts, indices, entries),
                new ScalarKernel(),
                columns);
    }

    @Benchmark
    public double pass() {
        return pass.run();
    }

    @Benchmark
    public double rowByRow() {
        return rowByRow.run();
    }

    @Benchmark
    public int read() {
        int[] sums = new int[SUMS];
        for (int i = 0; i + SUMS <= indices.length; i += SUMS) {
            for (int j = 0; j < SUMS; j++) {
                sums[j] += indices[i + j];
            }
        }
        return sums[0];
    }

    @TearDown
    public void check() {
        pass.checkAgainst(expected);
    }
}
