package org.focalspark.app.metrics;

import java.util.List;

/** Metrics with chosen values, for tests of what shows them. */
public final class ExampleMetrics {
    private ExampleMetrics() {}

    public static HeldOutMetrics binary(double logLoss) {
        PrecisionRecall thresholds = new PrecisionRecall(0.4, 0.3, 0.5, 1.0 / 3.0, 1.0 / 3.0, 0.0);
        return new BinaryMetrics(12_345, 67, 0.25, 0.75, logLoss, 0.03131, 0.005, 0.0054, thresholds);
    }

    /** With a class "Rad.Flow" of 1,234 rows and a class "%d" of none. */
    public static HeldOutMetrics multiclass() {
        List<MulticlassMetrics.OneClass> classes = List.of(
                new MulticlassMetrics.OneClass("Rad.Flow", 1_234, 0.5, 1.0, 2.0 / 3.0),
                new MulticlassMetrics.OneClass("%d", 0, 0.0, 0.0, 0.0));
        return new MulticlassMetrics(1_234, 0.9, 0.25, 0.5, 1.0 / 3.0, 0.125, classes, List.of(List.of(1.0)));
    }
}
