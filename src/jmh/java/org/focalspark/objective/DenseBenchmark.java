package org.focalspark.objective;

import java.util.Locale;
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
 * Margins and gradient of about four million dense values, beside a plain read of them. Widths that are no multiples of a
 * vector, and a number of rows that is none of 4.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DenseBenchmark {
    private static final int VALUES = 4_000_000;
    private static final int SUMS = 64;

    @Param({"scalar", "vector"})
    public String kernel;

    @Param({"float", "double"})
    public String storage;

    @Param({"1", "7", "100", "1000"})
    public int width;

    @Param({"1", "2", "10", "24"})
    public int columns;

    private Pass pass;
    private double[] doubles;
    private float[] floats;

    @Setup
    public void fill() {
        Random random = new Random(5L);
        int numRows = VALUES / width / 4 * 4 - 1;
        doubles = new double[numRows * width];
        floats = new float[numRows * width];
        for (int i = 0; i < doubles.length; i++) {
            floats[i] = random.nextFloat() - 0.5f;
            doubles[i] = storage.equals("float") ? floats[i] : random.nextDouble() - 0.5;
        }
        FeatureBlock block = new DenseBlock(width, new double[numRows], new double[0], doubles);
        pass = new Pass(
                block, KernelChoice.valueOf(kernel.toUpperCase(Locale.ROOT)).kernel(), columns);
    }

    @Benchmark
    public double pass() {
        return pass.run();
    }

    @Benchmark
    public double read() {
        return storage.equals("float") ? readFloats() : readDoubles();
    }

    private double readDoubles() {
        double[] sums = new double[SUMS];
        for (int i = 0; i + SUMS <= doubles.length; i += SUMS) {
            for (int j = 0; j < SUMS; j++) {
                sums[j] += doubles[i + j];
            }
        }
        return sums[0];
    }

    private double readFloats() {
        float[] sums = new float[SUMS];
        for (int i = 0; i + SUMS <= floats.length; i += SUMS) {
            for (int j = 0; j < SUMS; j++) {
                sums[j] += floats[i + j];
            }
        }
        return sums[0];
    }

    @TearDown
    public void check() {
        pass.check();
    }
}
