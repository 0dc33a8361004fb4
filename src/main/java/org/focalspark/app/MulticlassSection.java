package org.focalspark.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.focalspark.app.data.ClassCounts;
import org.focalspark.app.report.LogOddsHistogram;
import org.focalspark.app.report.PageJson;
import org.focalspark.app.report.Reliability;
import org.focalspark.app.report.RowScores.Event;
import org.focalspark.app.report.ScoreGrid;
import org.focalspark.app.report.ScoreSketch;

/**
 * Report section for a multiclass label: precision-recall curve of each class against all others, reliability, and
 * accuracy by largest probability.
 */
final class MulticlassSection extends HeldOutSection {
    /** Cuts differ by 6 % in odds. The grid is coarser than for two classes because there are many more curves. */
    private static final int CUTS_PER_UNIT = 16;

    private static final int RELIABILITY_BINS = 10;
    private static final int MOST_CURVES = 12;
    private static final double[] SURE = {0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99};

    private final JobOutcome outcome;
    private final int[] curves;

    MulticlassSection(JobOutcome outcome) {
        this.outcome = outcome;
        this.curves = curves(outcome.label().numClasses(), outcome.test());
    }

    /**
     * Returns the classes whose curves are drawn: classes with held-out rows, only the rarest if there are too many.
     */
    private static int[] curves(int numClasses, ClassCounts test) {
        return IntStream.range(0, numClasses)
                .filter(k -> test.of(k) > 0)
                .boxed()
                .sorted(Comparator.comparingLong(test::of))
                .limit(MOST_CURVES)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    @Override
    ScoreGrid grid() {
        return ScoreGrid.of(CUTS_PER_UNIT, SURE);
    }

    @Override
    HeldOutScores.Question question() {
        return new ClassQuestion(curves);
    }

    /**
     * Events: the most probable class is correct (calibrated and plain probability), and each class against the others.
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    private record ClassQuestion(int[] classes) implements HeldOutScores.Question {
        @Override
        public int numEvents() {
            return 2 + classes.length;
        }

        @Override
        public List<Event> events(int label, double[] calibrated, double[] plain) {
            List<Event> events = new ArrayList<>(List.of(mostProbable(label, calibrated), mostProbable(label, plain)));
            for (int k : classes) {
                events.add(new Event(calibrated[k], label == k));
            }
            return events;
        }

        private static Event mostProbable(int label, double[] probabilities) {
            int best = 0;
            for (int k = 1; k < probabilities.length; k++) {
                best = probabilities[k] > probabilities[best] ? k : best;
            }
            return new Event(probabilities[best], label == best);
        }
    }

    @Override
    Map<String, Object> json() {
        return Map.of("allCurves", curves.length == outcome.label().numClasses());
    }

    @Override
    Map<String, Object> json(int index, List<ScoreSketch> sketches) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "curves",
                IntStream.range(0, curves.length)
                        .mapToObj(i -> curve(curves[i], sketches.get(2 + i)))
                        .toList());
        json.put(
                "reliability", Reliability.of(sketches.get(0), RELIABILITY_BINS).json());
        json.put(
                "plainReliability",
                Reliability.of(sketches.get(1), RELIABILITY_BINS).json());
        json.put("histogram", LogOddsHistogram.of(sketches.get(0)).json());
        json.put("sure", sure(sketches.get(0)));
        return json;
    }

    private static Map<String, Object> curve(int label, ScoreSketch sketch) {
        return Map.of(
                "class", label,
                "hits", PageJson.number(sketch.all().hits()),
                "others", PageJson.number(sketch.all().others()),
                "area", PageJson.number(sketch.prArea()),
                "cuts", BinarySection.cuts(sketch));
    }

    /** Returns the share and accuracy of the rows whose largest probability exceeds each threshold. */
    private static List<Map<String, Object>> sure(ScoreSketch sketch) {
        ScoreSketch.Cut all = sketch.all();
        double weight = all.hits() + all.others();
        List<Map<String, Object>> rows = new ArrayList<>();
        DoubleStream.concat(DoubleStream.of(0.0), DoubleStream.of(SURE)).forEach(threshold -> {
            ScoreSketch.Cut cut = threshold == 0.0 ? all : sketch.above(threshold);
            rows.add(Map.of(
                    "threshold", threshold,
                    "kept", PageJson.number((cut.hits() + cut.others()) / weight),
                    "right", PageJson.number(cut.precision()),
                    "wrong", PageJson.number(cut.others())));
        });
        return rows;
    }
}
