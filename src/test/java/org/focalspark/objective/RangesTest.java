package org.focalspark.objective;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops over vectors, about the length from which there are several ranges. */
class RangesTest {

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

    @Test
    void throwsWhatALoopThrowsOnceNoThreadWritesAnyMore() {
        AtomicInteger running = new AtomicInteger();
        assertThatThrownBy(() -> Ranges.forEach(10_000_000, (from, to) -> {
                    running.incrementAndGet();
                    try {
                        if (from > 1_000_000) {
                            throw new IllegalStateException("at " + from);
                        }
                    } finally {
                        running.decrementAndGet();
                    }
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(running).hasValue(0);
    }

    /** As where a grid is fitted from a thread of the common pool, which waits for the threads of the fits. */
    @Test
    @Timeout(30)
    void waitsForNoThreadOfThePoolThatWaits() {
        CountDownLatch end = new CountDownLatch(1);
        List<ForkJoinTask<?>> busy = IntStream.range(0, ForkJoinPool.getCommonPoolParallelism())
                .<ForkJoinTask<?>>mapToObj(i -> ForkJoinPool.commonPool().submit(() -> end.await(20, SECONDS)))
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
    void anInterruptIsKeptForLater() {
        Thread.currentThread().interrupt();
        double sum = Ranges.sum(1_000_003, (from, to) -> to - from);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(sum).isEqualTo(1_000_003);
    }

    private static double sum(double[] values, int from, int to) {
        double sum = 0.0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }
}
