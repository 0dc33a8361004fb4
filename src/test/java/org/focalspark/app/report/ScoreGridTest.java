package org.focalspark.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScoreGridTest {
    private static final ScoreGrid GRID = ScoreGrid.of(4, 0.1, 0.5, 1.0);

    @Test
    void aScoreOnACutIsNotAboveIt() {
        assertThat(GRID.binOf(0.1)).isEqualTo(GRID.binAbove(0.1) - 1);
        assertThat(GRID.binOf(Math.nextUp(0.1))).isEqualTo(GRID.binAbove(0.1));
        assertThat(GRID.binOf(Math.nextDown(0.1))).isEqualTo(GRID.binAbove(0.1) - 1);
    }

    @Test
    void cutsAreAQuarterApartInLogOdds() {
        int bin = GRID.binAbove(0.5);

        assertThat(GRID.lower(bin)).isEqualTo(0.5);
        assertThat(GRID.upper(bin)).isEqualTo(1.0 / (1.0 + Math.exp(-0.25)));
        assertThat(GRID.numBins()).isEqualTo(2 * 21 * 4 + 1 + 2 + 1); // 0.5 is a cut already
    }

    @Test
    void certainScoresAreInTheOutermostBins() {
        assertThat(GRID.binOf(0.0)).isZero();
        assertThat(GRID.binOf(1.0)).isEqualTo(GRID.numBins() - 2);
        assertThat(GRID.lower(0)).isZero();
        assertThat(GRID.upper(GRID.numBins() - 1)).isEqualTo(1.0);
    }

    @Test
    void knowsNoOtherCuts() {
        assertThatThrownBy(() -> GRID.binAbove(0.123))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold must be a cut of the grid, but 0.123 is none.");
    }
}
