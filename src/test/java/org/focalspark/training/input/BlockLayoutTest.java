package org.focalspark.training.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Passes give every core one task, of neighbors on one executor, and as much to do as the others. */
class BlockLayoutTest {
    @Test
    void neighborsAreCutWhereHalfOfTheirSizesIs() {
        BlockLayout layout = layout("driver", 1, 1, 1, 1, 1, 1, 2);
        assertThat(layout.groups(2)).containsExactly(List.of(0, 1, 2, 3), List.of(4, 5, 6));
        assertThat(layout.groups(1)).containsExactly(List.of(0, 1, 2, 3, 4, 5, 6));
        assertThat(layout.groups(4)).containsExactly(List.of(0, 1), List.of(2, 3), List.of(4, 5), List.of(6));
    }

    @Test
    void moreCoresThanPartitionsLeaveThemAlone() {
        assertThat(layout("driver", 5, 1, 3).groups(64)).containsExactly(List.of(0), List.of(1), List.of(2));
    }

    @Test
    void onlyPartitionsOfOneExecutorComeTogether() {
        BlockLayout layout = new BlockLayout();
        for (int p = 0; p < 8; p++) {
            layout.note(p, p % 2 == 0 ? "1" : "2", 10);
        }
        assertThat(layout.groups(2)).containsExactly(List.of(0, 2, 4, 6), List.of(1, 3, 5, 7));
        assertThat(layout.groups(4)).containsExactly(List.of(0, 2), List.of(1, 3), List.of(4, 6), List.of(5, 7));
    }

    @Test
    void emptyPartitionsAreNoReasonForATaskOfTheirOwn() {
        BlockLayout layout = new BlockLayout();
        layout.merge(layout("driver", 0, 0, 0, 900, 900));
        assertThat(layout.groups(2)).containsExactly(List.of(0, 1, 2, 3), List.of(4));
        assertThat(layout("driver", 0, 0, 0).groups(1)).containsExactly(List.of(0, 1, 2));
    }

    @Test
    void anExecutorThatHasMostOfTheBlocksHasMostOfTheTasks() {
        BlockLayout layout = new BlockLayout();
        for (int p = 0; p < 8; p++) {
            layout.note(p, p < 6 ? "1" : "2", 10);
        }
        assertThat(layout.groups(4)).containsExactly(List.of(0, 1), List.of(2, 3), List.of(4, 5), List.of(6, 7));
        assertThat(new BlockLayout().groups(4)).isEmpty();
    }

    private static BlockLayout layout(String executor, long... sizes) {
        BlockLayout layout = new BlockLayout();
        for (int p = 0; p < sizes.length; p++) {
            layout.note(p, executor, sizes[p]);
        }
        return layout;
    }
}
