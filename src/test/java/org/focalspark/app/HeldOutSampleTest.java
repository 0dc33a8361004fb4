package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.focalspark.app.data.ClassCounts;
import org.junit.jupiter.api.Test;

class HeldOutSampleTest {

    @Test
    void hasARowOfEachOfTheLastTenClassesThatHaveRows() {
        List<String> classes = IntStream.range(0, 12).mapToObj(String::valueOf).toList();
        List<Long> rows = List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 0L, 11L, 12L);

        assertThat(new MulticlassSample("id", classes).picks(new ClassCounts(rows, 0)))
                .extracting(SavedModelProof.Pick::label)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 10, 11);
    }
}
