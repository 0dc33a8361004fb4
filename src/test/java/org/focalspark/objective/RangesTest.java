package org.focalspark.objective;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops over vectors, about the length from which there are several ranges. */
class RangesTest {
    /** Of two ranges. */
    private static final int SIZE = 100_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 1_000_003})
    void goesOverEachNumberOnce(int size) {
        int[] visits = new int[size];
        Ranges.forEach(size, (from, to) -> {
            for (int i = from; i < to; i++) {
                visits[i]++;
            }
        });
        assertThat(Arrays.stream(visits).allMatch(count -> count == 1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 65_537, 1_000_003})
    void sumsUpExactly(int size) {
        assertThat(Ranges.sum(size, (from, to) -> to - from)).isEqualTo(size);
    }

    /** Numbers of very different sizes, whose sum depends on the order. */
    @ParameterizedTest
    @ValueSource(ints = {300_000, 1_000_003})
    void addsTheRangesInTheirOrder(int size) {
        Random random = new Random(5L);
        double[] values = random.doubles(size)
                .map(value -> (value - 0.5) * Math.pow(10.0, 20 * random.nextDouble()))
                .toArray();
        double expected = 0.0;
        for (int from = 0; from < size; from += 1 << 16) {
            expected += sum(values, from, Math.min(size, from + (1 << 16)));
        }
        for (int repeat = 0; repeat < 20; repeat++) {
            assertThat(Ranges.sum(size, (from, to) -> sum(values, from, to))).isEqualTo(expected);
        }
    }

    /** Whether it is the caller's thread or another that throws: it does so when the other has ended. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void throwsWhatALoopThrowsOnceNoThreadWritesAnyMore(boolean callerThrows) {
        TwoThreads threads = new TwoThreads();
        assertThatThrownBy(() -> Ranges.forEach(SIZE, (from, to) -> {
                    boolean isCaller = threads.meet();
                    if (isCaller == callerThrows) {
                        throw new IllegalStateException("at " + from);
                    }
                    threads.linger();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(threads.lingering).hasValue(0);
        assertThat(threads.lingered.get()).isPositive();
    }

    /** As where a grid is fitted from a thread of the common pool, which waits for the threads of the fits. */
    @Test
    @Timeout(30)
    void waitsForNoThreadOfThePoolThatWaits() {
        CountDownLatch end = new CountDownLatch(1);
        List<ForkJoinTask<?>> busy = IntStream.range(0, ForkJoinPool.getCommonPoolParallelism())
                .<ForkJoinTask<?>>mapToObj(i -> ForkJoinPool.commonPool().submit(() -> await(end)))
                .toList();
        try {
            assertThat(Ranges.sum(1_000_003, (from, to) -> to - from)).isEqualTo(1_000_003);
            assertThat(busy).noneMatch(ForkJoinTask::isDone);
        } finally {
            end.countDown();
        }
    }

    /** The others write to arrays of the caller. */
    @Test
    void anInterruptIsKeptUntilTheOthersHaveEnded() {
        TwoThreads threads = new TwoThreads();
        Thread caller = Thread.currentThread();
        try {
            Ranges.forEach(SIZE, (from, to) -> {
                if (threads.meet()) {
                    caller.interrupt();
                } else {
                    threads.linger();
                }
            });
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(threads.lingering).hasValue(0);
        assertThat(threads.lingered.get()).isPositive();
    }

    /** Else a busy pool would hold the vectors of all iterations. */
    @Test
    @Timeout(30)
    void aBusyPoolHoldsNoVectors() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
            ForkJoinPool.commonPool().execute(() -> await(end));
        }
        try {
            WeakReference<double[]> vector = usedVector();
            while (vector.get() != null) {
                System.gc();
                Thread.sleep(10);
            }
        } finally {
            end.countDown();
        }
    }

    private static WeakReference<double[]> usedVector() {
        double[] vector = new double[SIZE];
        Ranges.forEach(SIZE, (from, to) -> Arrays.fill(vector, from, to, 1.0));
        return new WeakReference<>(vector);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes sure that the caller and another thread are in a range at the same time. */
    private static final class TwoThreads {
        private final Thread caller = Thread.currentThread();
        private final CountDownLatch both = new CountDownLatch(2);
        private final AtomicInteger lingering = new AtomicInteger();
        private final AtomicInteger lingered = new AtomicInteger();

        /** Whether this is the thread of the caller. */
        private boolean meet() {
            both.countDown();
            RangesTest.await(both);
            return Thread.currentThread() == caller;
        }

        private void linger() {
            lingering.incrementAndGet();
            LockSupport.parkNanos(50_000_000L);
            lingered.incrementAndGet();
            lingering.decrementAndGet();
        }
    }

    private static double sum(double[] values, int from, int to) {
        double sum = 0.0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }
}
