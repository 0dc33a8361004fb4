package org.focalspark.objective;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Parallel loops over the vectors of a model, which may have millions of entries. The calling thread shares ranges of
 * indices with the common pool of the JVM, since the other cores of a driver are mostly idle between two passes. Sums
 * are added range by range, from the first to the last, so they do not depend on the number of cores.
 *
 * <p>The caller runs every range that no other thread has begun, so it never waits for a pool thread that is busy or
 * that itself waits for the caller.
 */
public final class Ranges {
    /** Length of a range: 512 KiB of doubles. Shorter vectors are not worth a second thread. */
    private static final int LENGTH = 1 << 16;

    private Ranges() {}

    /** Loop over the indices of a range. */
    @FunctionalInterface
    public interface Loop {
        /**
         * Runs the loop over a range.
         *
         * @param from first index
         * @param to index after the last
         */
        void run(int from, int to);
    }

    /** Sum over the indices of a range. */
    @FunctionalInterface
    public interface Term {
        /**
         * Computes the sum over a range.
         *
         * @param from first index
         * @param to index after the last
         * @return sum over the range
         */
        double sum(int from, int to);
    }

    /**
     * Runs a loop over all ranges.
     *
     * @param size length of the vectors
     * @param loop called once for each range, from several threads at once
     */
    public static void forEach(int size, Loop loop) {
        if (size <= LENGTH) {
            loop.run(0, size);
        } else {
            new Round(size, loop).run();
        }
    }

    /**
     * Computes the sum over all ranges.
     *
     * @param size length of the vectors
     * @param term called once for each range, from several threads at once
     * @return sum over all ranges
     */
    public static double sum(int size, Term term) {
        if (size <= LENGTH) {
            return term.sum(0, size);
        }
        double[] sums = new double[count(size)];
        forEach(size, (from, to) -> sums[from / LENGTH] = term.sum(from, to));
        return Arrays.stream(sums).reduce(0.0, Double::sum);
    }

    private static int count(int size) {
        return (int) (((long) size + LENGTH - 1) / LENGTH);
    }

    /** One loop over all ranges, which threads claim one at a time. */
    private static final class Round {
        private static final Loop NONE = (from, to) -> {};

        private final int size;
        private Loop loop;
        private int next;
        private int begun;
        private @Nullable Throwable failure;

        private Round(int size, Loop loop) {
            this.size = size;
            this.loop = loop;
        }

        private void run() {
            try {
                int helpers = Math.min(ForkJoinPool.getCommonPoolParallelism(), count(size) - 1);
                for (int i = 0; i < helpers; i++) {
                    ForkJoinPool.commonPool().execute(this::work);
                }
                work();
            } finally {
                awaitOthers();
            }
            throwFailure();
        }

        private void work() {
            for (int range = begin(); range < count(size); range = begin()) {
                Throwable thrown = null;
                try {
                    int from = range * LENGTH;
                    loop.run(from, (int) Math.min(size, (long) from + LENGTH));
                } catch (Throwable e) { // rethrown by the caller's thread
                    thrown = e;
                }
                end(thrown);
            }
        }

        /** Claims the next range, or returns the number of ranges if none is left. */
        private synchronized int begin() {
            if (next < count(size)) {
                begun++;
                return next++;
            }
            return next;
        }

        private synchronized void end(@Nullable Throwable thrown) {
            if (thrown != null) {
                failure = failure == null ? thrown : failure;
                next = count(size);
            }
            if (--begun == 0) {
                notifyAll();
            }
        }

        /**
         * Waits for ranges in progress. Helpers that have not begun may stay in the queue of a busy pool, without a
         * reference to the vectors.
         */
        private synchronized void awaitOthers() {
            next = count(size);
            boolean interrupted = false;
            while (begun > 0) {
                try {
                    wait();
                } catch (InterruptedException e) { // the others still write to arrays of the caller
                    interrupted = true;
                }
            }
            loop = NONE;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized void throwFailure() {
            if (failure instanceof Error error) {
                throw error;
            } else if (failure instanceof RuntimeException exception) {
                throw exception;
            } else if (failure != null) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
