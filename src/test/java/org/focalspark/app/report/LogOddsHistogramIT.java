package org.focalspark.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogOddsHistogramIT {
    private static double probability(double logOdds) {
        return 1.0 / (1.0 + Math.exp(-logOdds));
    }

    @Test
    void barsAreSharesOfTheirOwnClass() {
        LogOddsHistogram histogram = LogOddsHistogram.of(Sketches.of(
                Sketches.row(1.0, probability(0.1), 1.0),
                Sketches.row(1.0, probability(0.3), 3.0),
                Sketches.row(0.0, probability(-2.1), 1.0),
                Sketches.row(0.0, probability(-2.2), 1.0)));

        assertThat(histogram.width()).isEqualTo(0.25);
        assertThat(histogram.bars())
                .containsExactly(
                        new LogOddsHistogram.Bar(-2.25, 0.0, 1.0),
                        new LogOddsHistogram.Bar(0.0, 0.25, 0.0),
                        new LogOddsHistogram.Bar(0.25, 0.75, 0.0));
    }

    @Test
    void aScoreOnAnEdgeIsInTheBarBelow() {
        LogOddsHistogram histogram =
                LogOddsHistogram.of(Sketches.of(Sketches.row(1.0, 0.5, 1.0), Sketches.row(0.0, 0.5, 1.0)));

        assertThat(histogram.bars()).containsExactly(new LogOddsHistogram.Bar(-0.25, 1.0, 1.0));
    }

    @Test
    void manyBarsBecomeWiderOnes() {
        List<RowScores> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            rows.add(Sketches.row(i % 2, probability(-7.4 + i * 0.25), 1.0));
        }

        LogOddsHistogram histogram = LogOddsHistogram.of(Sketches.of(rows, ScoreGrid.of(16), 2));

        assertThat(histogram.width()).isEqualTo(0.5);
        assertThat(histogram.bars()).hasSizeBetween(30, 31);
    }

    @Test
    void certainScoresAreAtTheEnds() {
        LogOddsHistogram histogram =
                LogOddsHistogram.of(Sketches.of(Sketches.row(1.0, 1.0, 1.0), Sketches.row(0.0, 0.0, 1.0)));

        assertThat(histogram.bars()).extracting(LogOddsHistogram.Bar::lower).containsExactly(-21.25, 21.0);
    }
}
