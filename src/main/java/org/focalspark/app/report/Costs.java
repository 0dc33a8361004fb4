package org.focalspark.app.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What wrong decisions cost, in any unit.
 *
 * @param falsePositive cost of a row that is called positive and is not, &gt; 0
 * @param falseNegative cost of a positive row that is not found, &gt; 0
 */
public record Costs(double falsePositive, double falseNegative) {

    /**
     * The threshold that costs least if probabilities are right (Elkan 2001).
     *
     * @return in (0, 1)
     */
    public double threshold() {
        return falsePositive / (falsePositive + falseNegative);
    }

    /**
     * Cost of calling the rows above a cut positive.
     *
     * @param cut of a sketch
     * @param all all rows of the sketch
     * @return cost per unit of weight
     */
    public double of(ScoreSketch.Cut cut, ScoreSketch.Cut all) {
        return (falsePositive * cut.others() + falseNegative * (all.hits() - cut.hits())) / (all.hits() + all.others());
    }

    /**
     * The cut that costs least on the rows of a sketch; of several the one with the highest threshold. With threshold 1
     * nothing is called positive.
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
