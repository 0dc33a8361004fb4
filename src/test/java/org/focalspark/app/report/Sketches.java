package org.focalspark.app.report;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.focalspark.app.report.RowScores.Event;
import org.focalspark.testkit.References;
import org.focalspark.testkit.SparkSessions;

/** Sketches of a single score for tests. */
final class Sketches {
    private Sketches() {}

    static RowScores row(double label, double score, double weight) {
        return new RowScores(List.of(new Event(score, label == 1.0)), weight);
    }

    /** The rows of held_out_metrics.csv: 60 with ties, of which 15 are positive. */
    static List<RowScores> heldOut(boolean weighted) {
        return References.read("held_out_metrics.csv").stream()
                .map(row -> row(row.number("label"), row.number("probability"), weighted ? row.number("weight") : 1.0))
                .collect(Collectors.toList());
    }

    static ScoreSketch of(List<RowScores> rows, ScoreGrid grid, int partitions) {
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());
        return ScoreSketch.of(context.parallelize(rows, partitions), grid, 1).get(0);
    }

    static ScoreSketch of(RowScores... rows) {
        return of(List.of(rows), ScoreGrid.of(64), 2);
    }
}
