package org.focalspark.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowEncoderTest {
    private static final RowEncoder ENCODER = new RowEncoder(
            new double[] {5.0},
            new LevelIndex[] {
                new LevelIndex(new String[] {"a", "b"}, new String[0]),
                new LevelIndex(new String[] {"u"}, new String[] {"v", "w"})
            },
            false);

    private static double[] encoded(@Nullable Object... cells) {
        double[] features = new double[ENCODER.size()];
        ENCODER.encode(column -> cells[column], (feature, value) -> features[feature] = value);
        return features;
    }

    @Test
    void numbersComeFirstThenLevels() {
        assertThat(encoded(2.5, "b", "u")).containsExactly(2.5, 0, 1, 1, 0);
        assertThat(encoded("7", "a", "w")).containsExactly(7, 1, 0, 0, 1);
    }

    @Test
    void whatIsNotKnownIsFilledOrZeroOrRare() {
        assertThat(encoded(null, null, null)).containsExactly(5, 0, 0, 0, 0);
        assertThat(encoded("12 %", "new", "new")).containsExactly(5, 0, 0, 0, 1);
        assertThat(encoded(Double.POSITIVE_INFINITY, "", " ")).containsExactly(5, 0, 0, 0, 0);
    }

    @Test
    void talliesWhatIsNotKnown() {
        ColumnTally[] tally = Stream.generate(ColumnTally::new).limit(3).toArray(ColumnTally[]::new);
        for (Object[] row :
                new Object[][] {{1.0, "a", "v"}, {"?", "c", "new"}, {"12 %", "", "new"}, {Double.NaN, "c", "u"}}) {
            ENCODER.tally(column -> row[column], tally);
        }

        assertThat(Arrays.stream(tally).map(ColumnTally::missing)).containsExactly(2L, 1L, 0L);
        assertThat(Arrays.stream(tally).map(ColumnTally::unreadable)).containsExactly(1L, 0L, 0L);
        assertThat(Arrays.stream(tally).map(ColumnTally::unseen)).containsExactly(0L, 2L, 2L);
        assertThat(tally[0].examples()).containsExactly("12 %");
        assertThat(tally[1].examples()).containsExactly("c");
    }
}
