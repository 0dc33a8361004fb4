package org.focalspark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnProfileTest {
    private static final Percentage FOUR_STANDARD_ERRORS = Percentage.withPercentage(12.5); // 1 / sqrt(1024) = 3.1 %

    private static ColumnProfile of(@Nullable Object... cells) {
        ColumnProfile profile = new ColumnProfile(1_024, false);
        Arrays.stream(cells).forEach(profile::add);
        return profile;
    }

    @Test
    void countsWhatACellCanBe() {
        ColumnProfile profile = of(
                "1", "2.5", "007", null, "", " ", "?", "NA", "1,234.50", "12 %", "3,5", "x", "2024-01-05", "Infinity");

        assertThat(profile.rows()).isEqualTo(14);
        assertThat(profile.empty()).isEqualTo(3);
        assertThat(profile.numbers()).isEqualTo(4);
        assertThat(profile.infinite()).isEqualTo(1);
        assertThat(profile.leadingZeros()).isEqualTo(1);
        assertThat(profile.texts(TextKind.MISSING)).isEqualTo(2);
        assertThat(profile.otherTexts()).isEqualTo(5);
        assertThat(profile.examples(TextKind.NOTATION)).containsExactly(entry("1,234.50", 1L), entry("12 %", 1L));
        assertThat(profile.min()).isEqualTo(1.0);
        assertThat(profile.max()).isEqualTo(7.0);
        assertThat(profile.distinct()).isEqualTo(11);
    }

    @Test
    void countsTypedNumbers() {
        ColumnProfile profile = of(1.5, 2.0, Double.NaN, Double.NEGATIVE_INFINITY, null, -0.0, 0.0);

        assertThat(profile.empty()).isEqualTo(2);
        assertThat(profile.infinite()).isEqualTo(1);
        assertThat(profile.wholeNumbers()).isEqualTo(3);
        assertThat(profile.distinct()).isEqualTo(4);
    }

    @Test
    void distinctValuesAreExactUpToTheBoundAndEstimatedBeyondIt() {
        ColumnProfile few = new ColumnProfile(1_024, false);
        ColumnProfile many = new ColumnProfile(1_024, false);
        for (int i = 0; i < 50_000; i++) {
            few.add("level " + i % 1_024);
            many.add("level " + i % 20_000);
        }

        assertThat(few.isExact()).isTrue();
        assertThat(few.distinct()).isEqualTo(1_024);
        assertThat(many.isExact()).isFalse();
        assertThat(many.distinct()).isCloseTo(20_000, FOUR_STANDARD_ERRORS);
    }

    @Test
    void orderAndPartsDoNotMatter() {
        List<Object> cells = new ArrayList<>(IntStream.range(0, 5_000)
                .mapToObj(i -> i % 3 == 0 ? "word" + i % 900 : String.valueOf(i % 40))
                .toList());
        ColumnProfile inOrder = of(cells.toArray());
        Collections.shuffle(cells, new Random(7));
        ColumnProfile merged = new ColumnProfile(1_024, false);
        Stream.of(cells.subList(0, 10), cells.subList(10, 3_000), cells.subList(3_000, 5_000))
                .map(part -> of(part.toArray()))
                .forEach(merged::merge);

        assertThat(merged.distinct()).isEqualTo(inOrder.distinct()).isEqualTo(340); // 300 words, 40 numbers
        assertThat(merged.rows()).isEqualTo(5_000);
        assertThat(merged.numbers()).isEqualTo(inOrder.numbers());
        assertThat(merged.examples(TextKind.OTHER)).isEqualTo(inOrder.examples(TextKind.OTHER));
        assertThat(merged.knowsAll(TextKind.OTHER)).isFalse();
    }
}
