package org.focalspark.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CostsIT {
    private static final ScoreSketch FOUR_ROWS = Sketches.of(
            Sketches.row(1.0, 0.8, 1.0),
            Sketches.row(0.0, 0.6, 1.0),
            Sketches.row(1.0, 0.4, 1.0),
            Sketches.row(0.0, 0.2, 1.0));

    @Test
    void dearMissesLowerTheThreshold() {
        assertThat(new Costs(1.0, 9.0).threshold()).isCloseTo(0.1, within(1e-15));

        ScoreSketch.Cut cheapest = new Costs(1.0, 9.0).cheapest(FOUR_ROWS);
        assertThat(cheapest.threshold()).isBetween(0.2, 0.4);
        assertThat(new Costs(1.0, 9.0).of(cheapest, FOUR_ROWS.all())).isEqualTo(0.25); // one false alarm in four rows
    }

    @Test
    void dearFalseAlarmsRaiseIt() {
        ScoreSketch.Cut cheapest = new Costs(9.0, 1.0).cheapest(FOUR_ROWS);

        assertThat(cheapest.threshold()).isBetween(0.6, 0.8);
        assertThat(new Costs(9.0, 1.0).of(cheapest, FOUR_ROWS.all())).isEqualTo(0.25); // one miss in four rows
    }

    @Test
    void callingNothingPositiveMayBeCheapest() {
        ScoreSketch wrong = Sketches.of(Sketches.row(0.0, 0.9, 1.0), Sketches.row(1.0, 0.1, 1.0));

        assertThat(new Costs(5.0, 1.0).cheapest(wrong)).isEqualTo(new ScoreSketch.Cut(1.0, 0.0, 0.0));
    }
}
