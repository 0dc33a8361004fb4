package org.focalspark.app.report;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * How scores are spread, by whether their event came true, in bars of equal width in log-odds: on the scale of
 * probabilities themselves, those of a rare event would all be in the first bar.
 *
 * @param width of a bar, in log-odds
 * @param bars by rising score, without empty ones
 */
public record LogOddsHistogram(double width, List<Bar> bars) {
    private static final int MOST_BARS = 40;
    private static final double ROUNDING = 1e-9;

    /** Log-odds of the lowest bar: of a probability of 1e-9. */
    private static final double LOWEST = -21.0;

    /**
     * A bar.
     *
     * @param lower log-odds that its scores are above
     * @param hits share of the weight of all rows whose event came true
     * @param others share of the weight of all rows whose event did not
     */
    public record Bar(double lower, double hits, double others) {}

    /**
     * Puts the bins of a sketch together: bars are as narrow as 1/4 if there are 40 of them or fewer, else wider.
     *
     * @param sketch scores of a grid whose cuts per unit are a multiple of 4
     * @return at most 84 bars
     */
    public static LogOddsHistogram of(ScoreSketch sketch) {
        double width = DoubleStream.of(0.25, 0.5)
                .filter(candidate -> bars(sketch, candidate).size() <= MOST_BARS)
                .findFirst()
                .orElse(1.0);
        ScoreSketch.Cut all = sketch.all();
        List<Bar> shares = bars(sketch, width).entrySet().stream()
                .map(bar -> new Bar(
                        width * bar.getKey(),
                        share(bar.getValue().hits(), all.hits()),
                        share(bar.getValue().others(), all.others())))
                .toList();
        return new LogOddsHistogram(width, shares);
    }

    private static SortedMap<Integer, ScoreBin> bars(ScoreSketch sketch, double width) {
        SortedMap<Integer, ScoreBin> bars = new TreeMap<>();
        for (int bin : sketch.filledBins()) {
            double upper = sketch.grid().upper(bin);
            double logOdds = upper == 1.0 // the last bin has no upper cut
                    ? logOdds(sketch.grid().lower(bin)) + width
                    : logOdds(upper);
            double shown = Math.max(logOdds, LOWEST); // that of the score 0 alone is -infinity
            bars.merge((int) Math.ceil(shown / width - ROUNDING) - 1, sketch.bin(bin), ScoreBin::plus);
        }
        return bars;
    }

    private static double logOdds(double probability) {
        return Math.log(probability) - Math.log1p(-probability);
    }

    private static double share(double part, double whole) {
        return whole == 0.0 ? 0.0 : part / whole;
    }

    /**
     * These bars for the page.
     *
     * @return width and bars
     */
    public Map<String, Object> json() {
        return Map.of(
                "width",
                width,
                "bars",
                bars.stream()
                        .map(bar -> List.of(bar.lower(), PageJson.number(bar.hits()), PageJson.number(bar.others())))
                        .toList());
    }
}
