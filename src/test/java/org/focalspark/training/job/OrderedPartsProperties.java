package org.focalspark.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The order in which partitions come does not show, in any bit. */
class OrderedPartsProperties {
    @Property
    void everyOrderOfMergingGivesTheSameBits(
            @ForAll @IntRange(min = 1, max = 70) int numPartitions, @ForAll long seed) {
        Random random = new Random(seed);
        double[] values = random.doubles(numPartitions, -1e9, 1e9).toArray();
        values[random.nextInt(numPartitions)] *= 1e-12;
        double inOrder = total(values, null);
        for (int i = 0; i < 5; i++) {
            assertThat(total(values, random)).isEqualTo(inOrder);
        }
    }

    @Property
    void everyPartitionIsMergedOnceAndFromLeftToRight(
            @ForAll @IntRange(min = 1, max = 70) int numPartitions, @ForAll long seed) {
        List<OrderedParts<String>> parts = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < numPartitions; i++) {
            parts.add(OrderedParts.of(i, i + " "));
            expected.append(i).append(' ');
        }
        Random random = new Random(seed);
        while (parts.size() > 1) {
            OrderedParts<String> one = parts.remove(random.nextInt(parts.size()));
            int at = random.nextInt(parts.size());
            parts.set(at, parts.get(at).merge(one, String::concat));
        }
        assertThat(parts.get(0).total(String::concat).orElseThrow()).isEqualTo(expected.toString());
    }

    private static double total(double[] values, Random shuffle) {
        List<OrderedParts<Double>> parts = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            parts.add(OrderedParts.of(i, values[i]));
        }
        if (shuffle != null) {
            Collections.shuffle(parts, shuffle);
        }
        return parts.stream()
                .reduce((a, b) -> a.merge(b, Double::sum))
                .orElseThrow()
                .total(Double::sum)
                .orElseThrow();
    }
}
