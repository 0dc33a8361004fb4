package org.focalspark.objective;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Loops over the vectors of a model, which may have millions of numbers: in ranges that the cores of the driver take side by
 * side, since between two passes there is nothing else for them to do. Sums are those of the ranges, from the first to the last,
 * whatever cores there are.
 */
public final class Ranges {
    /** 512 KiB of doubles; shorter vectors are not worth a second thread. */
    private static final int LENGTH = 1 << 16;

    private Ranges() {}

    /** What is done with the numbers of a range. */
    @FunctionalInterface
    public interface Loop {
        /**
         * Goes over a range.
         *
         * @param from its first index
         * @param to the index after its last
         */
        void run(int from, int to);
    }

    /** A sum over the numbers of a range. */
    @FunctionalInterface
    public interface Term {
        /**
         * Sums up a range.
         *
         * @param from its first index
         * @param to the index after its last
         * @return its sum
         */
        double sum(int from, int to);
    }

    /**
     * Goes over vectors.
     *
     * @param size length of the vectors
     * @param loop called once for each range, from several threads at once
     */
    public static void forEach(int size, Loop loop) {
        if (size <= LENGTH) {
            loop.run(0, size);
        } else {
            IntStream.range(0, count(size)).parallel().forEach(range -> loop.run(range * LENGTH, end(range, size)));
        }
    }

    /**
     * Sums up over vectors.
     *
     * @param size length of the vectors
     * @param term called once for each range, from several threads at once
     * @return sum over all ranges
     */
    public static double sum(int size, Term term) {
        double[] sums = new double[Math.max(1, count(size))]; // a loop over nothing is one range
        forEach(size, (from, to) -> sums[from / LENGTH] = term.sum(from, to));
        return Arrays.stream(sums).reduce(0.0, Double::sum);
    }

    private static int count(int size) {
        return (int) (((long) size + LENGTH - 1) / LENGTH);
    }

    private static int end(int range, int size) {
        return (int) Math.min(size, (range + 1L) * LENGTH);
    }
}
