package org.focalspark.app.report;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Histogram of scores with bars of equal width in log-odds, separately for rows with and without the event. With bars
 * of equal width in probability, all scores of a rare event would be in the first bar.
 *
 * @param width width of a bar, in log-odds
 * @param bars bars in ascending order of scores, without empty bars
 */
public record LogOddsHistogram(double width, List<Bar> bars) {
    private static final int MOST_BARS = 40;
    private static final double ROUNDING = 1e-9;

    /** Log-odds of the lowest bar, about those of probability 1e-9. */
    private static final double LOWEST = -21.0;

    /**
     * A bar.
     *
     * @param lower lower limit of its log-odds, exclusive
     * @param hits weight of its rows with the event, divided by the weight of all rows with the event
     * @param others weight of its rows without the event, divided by the weight of all rows without the event
     */
    public record Bar(double lower, double hits, double others) {}

    /**
     * Merges the bins of a sketch to bars. Their width is the smallest of 1/4, 1/2 and 1 that gives at most 40 bars, or
     * 1.
     *
     * @param sketch scores on a grid whose cuts per unit are a multiple of 4
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
            double shown = Math.max(logOdds, LOWEST); // log-odds of score 0 are -infinity
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
     * Returns the data of the histogram for the page.
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
