package org.focalspark.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.report.Costs;
import org.focalspark.app.report.LogOddsHistogram;
import org.focalspark.app.report.PageJson;
import org.focalspark.app.report.Reliability;
import org.focalspark.app.report.RowScores.Event;
import org.focalspark.app.report.ScoreGrid;
import org.focalspark.app.report.ScoreSketch;
import org.focalspark.app.report.ScoreSketch.Cut;
import org.focalspark.classification.FocalLogisticRegressionModel;

/** Report section for a binary label: curves, reliability and thresholds of the probability of the positive class. */
final class BinarySection extends HeldOutSection {
    private static final int CUTS_PER_UNIT = 64;
    private static final int RELIABILITY_BINS = 10;
    private static final double[] ROUND_THRESHOLDS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

    private final Costs costs;
    private final boolean derivedCosts;
    private final List<Double> ownThresholds;

    BinarySection(JobOutcome outcome, List<FocalLogisticRegressionModel> models) {
        JobConfig.Report config = outcome.config().report();
        OptionalDouble falseNegative = config.falseNegativeCost();
        double prior = models.get(0).classPriors().apply(1);
        this.derivedCosts = falseNegative.isEmpty();
        this.costs = new Costs(
                config.falsePositiveCost(), falseNegative.orElse(config.falsePositiveCost() * (1.0 - prior) / prior));
        this.ownThresholds =
                models.stream().map(FocalLogisticRegressionModel::getThreshold).toList();
    }

    @Override
    ScoreGrid grid() {
        return ScoreGrid.of(
                CUTS_PER_UNIT,
                DoubleStream.concat(
                                DoubleStream.concat(
                                        Arrays.stream(ROUND_THRESHOLDS), DoubleStream.of(costs.threshold())),
                                ownThresholds.stream().mapToDouble(Double::doubleValue))
                        .toArray());
    }

    @Override
    HeldOutScores.Question question() {
        return new PositiveQuestion();
    }

    /** Event that a row is positive, with its calibrated and its plain probability. */
    private record PositiveQuestion() implements HeldOutScores.Question {
        @Override
        public int numEvents() {
            return 2;
        }

        @Override
        public List<Event> events(int label, double[] calibrated, double[] plain) {
            return List.of(new Event(calibrated[1], label == 1), new Event(plain[1], label == 1));
        }
    }

    @Override
    Map<String, Object> json() {
        return Map.of(
                "costs",
                Map.of(
                        "falsePositive", PageJson.number(costs.falsePositive()),
                        "falseNegative", PageJson.number(costs.falseNegative()),
                        "derived", derivedCosts,
                        "threshold", PageJson.number(costs.threshold())));
    }

    @Override
    Map<String, Object> json(int index, List<ScoreSketch> sketches) {
        ScoreSketch calibrated = sketches.get(0);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hits", PageJson.number(calibrated.all().hits()));
        json.put("others", PageJson.number(calibrated.all().others()));
        json.put("cuts", cuts(calibrated));
        json.put("reliability", Reliability.of(calibrated, RELIABILITY_BINS).json());
        json.put(
                "plainReliability",
                Reliability.of(sketches.get(1), RELIABILITY_BINS).json());
        json.put("histogram", LogOddsHistogram.of(calibrated).json());
        json.put("thresholds", thresholds(calibrated, ownThresholds.get(index)));
        return json;
    }

    /** Returns the points of the curves by descending threshold: threshold, true positives, false positives. */
    static List<List<Object>> cuts(ScoreSketch sketch) {
        return sketch.cuts().stream()
                .map(cut -> List.of(
                        PageJson.number(cut.threshold()), PageJson.number(cut.hits()), PageJson.number(cut.others())))
                .toList();
    }

    /** Returns the rows of the threshold table: round thresholds, and special thresholds with their reasons. */
    private List<Map<String, Object>> thresholds(ScoreSketch sketch, double own) {
        Map<Double, List<String>> notes = new TreeMap<>();
        Arrays.stream(ROUND_THRESHOLDS).forEach(threshold -> notes.put(threshold, List.of()));
        note(notes, own, "own");
        note(notes, costs.threshold(), "costs");
        note(notes, costs.cheapest(sketch).threshold(), "cheapest");
        note(notes, bestF1(sketch).threshold(), "f1");
        List<Map<String, Object>> rows = new ArrayList<>();
        notes.forEach((threshold, reasons) -> rows.add(row(sketch, threshold, reasons)));
        return rows;
    }

    private static void note(Map<Double, List<String>> notes, double threshold, String note) {
        List<String> all = new ArrayList<>(notes.getOrDefault(threshold, List.of()));
        all.add(note);
        notes.put(threshold, all);
    }

    private static Cut bestF1(ScoreSketch sketch) {
        double hits = sketch.all().hits();
        return sketch.cuts().stream()
                .max(Comparator.comparingDouble(cut -> 2.0 * cut.hits() / (cut.hits() + cut.others() + hits)))
                .orElseThrow();
    }

    /**
     * Returns a row of the table. The threshold is not rounded, so a model with this threshold has exactly these
     * counts.
     */
    private Map<String, Object> row(ScoreSketch sketch, double threshold, List<String> notes) {
        Cut all = sketch.all();
        Cut cut = cutAt(sketch, threshold);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("threshold", threshold);
        row.put("notes", notes);
        row.put("hits", PageJson.number(cut.hits()));
        row.put("others", PageJson.number(cut.others()));
        row.put("precision", PageJson.number(cut.precision()));
        row.put("cost", PageJson.number(costs.of(cut, all)));
        return row;
    }

    private static Cut cutAt(ScoreSketch sketch, double threshold) {
        if (threshold == 0.0) {
            return sketch.all();
        }
        return threshold == 1.0 ? new Cut(1.0, 0.0, 0.0) : sketch.above(threshold);
    }
}
