package org.focalspark.app.report;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reliability diagram: observed share of an event and its mean score, in bins of about equal weight.
 *
 * @param bins bins in ascending order of scores
 */
public record Reliability(List<Bin> bins) {
    /** Quantile of the standard normal distribution for 95 %. */
    private static final double Z = 1.959963984540054;

    /**
     * Rows with neighboring scores.
     *
     * @param rows number of rows
     * @param weight sum of weights
     * @param predicted mean score
     * @param observed share of the weight with the event
     * @param low lower end of Wilson's 95 % interval of the observed share, for Kish's effective number of rows
     * @param high upper end of this interval
     */
    public record Bin(long rows, double weight, double predicted, double observed, double low, double high) {
        private static Bin of(ScoreBin sums) {
            double n = sums.effectiveRows();
            double observed = sums.observed();
            double center = (observed + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
            double half = Z / (1.0 + Z * Z / n) * Math.sqrt(observed * (1.0 - observed) / n + Z * Z / (4.0 * n * n));
            return new Bin(
                    sums.rows(),
                    sums.weight(),
                    sums.meanScore(),
                    observed,
                    Math.max(0.0, center - half),
                    Math.min(1.0, center + half));
        }

        private Map<String, Object> json() {
            return Map.of(
                    "rows", rows,
                    "predicted", PageJson.number(predicted),
                    "observed", PageJson.number(observed),
                    "low", PageJson.number(low),
                    "high", PageJson.number(high));
        }
    }

    /**
     * Merges neighboring bins of a sketch to bins of about equal weight. As in CalibrationEvaluator, bin i contains the
     * scores for which the share of the weight strictly below them is in [i / numBins, (i + 1) / numBins).
     *
     * @param sketch scores
     * @param numBins largest number of bins, &gt;= 1
     * @return bins that are not empty
     */
    public static Reliability of(ScoreSketch sketch, int numBins) {
        ScoreSketch.Cut all = sketch.all();
        double weight = all.hits() + all.others();
        SortedMap<Integer, ScoreBin> bins = new TreeMap<>();
        double below = 0.0;
        for (int filled : sketch.filledBins()) {
            int bin = (int) Math.min(Math.floor(numBins * below / weight), numBins - 1.0);
            bins.merge(bin, sketch.bin(filled), ScoreBin::plus);
            below += sketch.bin(filled).weight();
        }
        return new Reliability(bins.values().stream().map(Bin::of).toList());
    }

    /**
     * Returns the expected calibration error of these bins.
     *
     * @return weighted mean of |observed - predicted|, in [0, 1]
     */
    public double error() {
        double gap = bins.stream()
                .mapToDouble(bin -> bin.weight() * Math.abs(bin.observed() - bin.predicted()))
                .sum();
        return gap / bins.stream().mapToDouble(Bin::weight).sum();
    }

    /**
     * Returns the data of the diagram for the page.
     *
     * @return error and bins
     */
    public Map<String, Object> json() {
        return Map.of(
                "error", PageJson.number(error()),
                "bins", bins.stream().map(Bin::json).toList());
    }
}
