package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
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

    private static double sum(double[] values, int from, int to) {
        double sum = 0.0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }
}
