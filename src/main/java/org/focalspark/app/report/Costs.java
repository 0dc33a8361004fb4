package org.focalspark.app.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Costs of wrong predictions, in any unit.
 *
 * @param falsePositive cost of a negative row that is predicted positive, &gt; 0
 * @param falseNegative cost of a positive row that is predicted negative, &gt; 0
 */
public record Costs(double falsePositive, double falseNegative) {

    /**
     * Returns the threshold with the lowest expected cost for calibrated probabilities (Elkan 2001).
     *
     * @return in (0, 1)
     */
    public double threshold() {
        return falsePositive / (falsePositive + falseNegative);
    }

    /**
     * Computes the cost of predicting positive for the rows above a cut.
     *
     * @param cut cut of a sketch
     * @param all cut with all rows of the sketch
     * @return cost per unit of weight
     */
    public double of(ScoreSketch.Cut cut, ScoreSketch.Cut all) {
        return (falsePositive * cut.others() + falseNegative * (all.hits() - cut.hits())) / (all.hits() + all.others());
    }

    /**
     * Returns the cut with the lowest cost on the rows of a sketch; in case of ties the one with the highest threshold.
     * With threshold 1, no row is predicted positive.
     *
     * @param sketch scores
     * @return cut
     */
    public ScoreSketch.Cut cheapest(ScoreSketch sketch) {
        ScoreSketch.Cut all = sketch.all();
        Stream<ScoreSketch.Cut> none = Stream.of(new ScoreSketch.Cut(1.0, 0.0, 0.0));
        List<ScoreSketch.Cut> cuts = Stream.concat(none, sketch.cuts().stream()).toList();
        return cuts.stream()
                .min(Comparator.comparingDouble(cut -> of(cut, all)))
                .orElseThrow();
    }
}
