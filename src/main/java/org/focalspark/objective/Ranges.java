package org.focalspark.objective;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Loops over the vectors of a model, which may have millions of numbers: in ranges that the calling thread shares with the common
 * pool of the JVM, since between two passes the other cores of a driver are mostly idle. Sums are those of the ranges, from the
 * first to the last, whatever cores there are.
 *
 * <p>The caller takes every range that no other thread has begun, so that it never waits for a thread of the pool that is busy,
 * or that waits itself for the caller.
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
            new Round(size, loop).run();
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

    /** One loop over all ranges, which threads take one after the other. */
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
                } catch (Throwable e) { // thrown by the caller's thread, whichever it came from
                    thrown = e;
                }
                end(thrown);
            }
        }

        /** The next range, or one after the last. */
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

        /** Helpers that have not begun may stay in the queue of a busy pool, without the vectors. */
        private synchronized void awaitOthers() {
            next = count(size);
            boolean interrupted = false;
            while (begun > 0) {
                try {
                    wait();
                } catch (InterruptedException e) { // the others write to arrays of the caller still
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
