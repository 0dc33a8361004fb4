package org.focalspark.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How fast this machine reads memory that no cache holds: every core adds up arrays of its own. */
final class ReadBandwidth {
    private static final int ARRAYS_PER_CORE = 64;
    private static final int DOUBLES = 1 << 20;
    private static final int REPEATS = 12;

    private ReadBandwidth() {}

    /** Bytes per second, of the fastest of some runs. */
    static double measure() throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        double[][][] arrays = new double[cores][ARRAYS_PER_CORE][DOUBLES];
        ExecutorService threads = Executors.newFixedThreadPool(cores);
        try {
            double fastest = Double.POSITIVE_INFINITY;
            for (int i = 0; i < REPEATS; i++) {
                long start = System.nanoTime();
                List<Future<Double>> sums = new ArrayList<>();
                for (double[][] own : arrays) {
                    sums.add(threads.submit(() -> sum(own)));
                }
                for (Future<Double> sum : sums) {
                    if (sum.get() != 0.0) {
                        throw new IllegalStateException("The sum of zeros is not 0.");
                    }
                }
                fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
            }
            return (double) cores * ARRAYS_PER_CORE * DOUBLES * Double.BYTES / fastest;
        } finally {
            threads.shutdownNow();
        }
    }

    private static double sum(double[][] arrays) {
        double sum = 0.0;
        for (double[] array : arrays) {
            sum += sum(array);
        }
        return sum;
    }

    /** Eight chains of additions, or the latency of one would be measured. */
    private static double sum(double[] array) {
        double s0 = 0.0;
        double s1 = 0.0;
        double s2 = 0.0;
        double s3 = 0.0;
        double s4 = 0.0;
        double s5 = 0.0;
        double s6 = 0.0;
        double s7 = 0.0;
        for (int i = 0; i < array.length; i += 8) {
            s0 += array[i];
            s1 += array[i + 1];
            s2 += array[i + 2];
            s3 += array[i + 3];
            s4 += array[i + 4];
            s5 += array[i + 5];
            s6 += array[i + 6];
            s7 += array[i + 7];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
}
