package org.focalspark.tuning;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Metrics, costs and failures of all candidates, and the index of the chosen one. Contains arrays instead of records,
 * which Kryo cannot read.
 */
final class Trials implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int UNKNOWN = -1;

    /** Metric by candidate, then by fold. */
    private final double[][] metrics;
    /** Passes over the rows of each candidate in all folds, -1 if unknown. */
    private final int[] passes;

    private final double[] seconds;
    /** First failure of each candidate; empty if it did not fail. */
    private final String[] failures;

    private final int chosen;

    Trials(double[][] metrics, int[] passes, double[] seconds, String[] failures, int chosen) {
        this.metrics = metrics;
        this.passes = passes;
        this.seconds = seconds;
        this.failures = failures;
        this.chosen = chosen;
    }

    /** Creates trials from scores by candidate and fold. No candidate is chosen yet. */
    static Trials of(List<List<FoldScore>> scores) {
        return new Trials(
                scores.stream()
                        .map(folds ->
                                folds.stream().mapToDouble(FoldScore::metric).toArray())
                        .toArray(double[][]::new),
                scores.stream().mapToInt(Trials::passes).toArray(),
                scores.stream()
                        .mapToDouble(folds ->
                                folds.stream().mapToDouble(FoldScore::seconds).sum())
                        .toArray(),
                scores.stream().map(Trials::failure).toArray(String[]::new),
                UNKNOWN);
    }

    private static int passes(List<FoldScore> folds) {
        return folds.stream().allMatch(fold -> fold.passes().isPresent())
                ? folds.stream().mapToInt(fold -> fold.passes().getAsInt()).sum()
                : UNKNOWN;
    }

    private static String failure(List<FoldScore> folds) {
        return IntStream.range(0, folds.size())
                .filter(fold -> folds.get(fold).failure().isPresent())
                .mapToObj(fold -> (folds.size() > 1 ? "fold " + fold + ": " : "")
                        + folds.get(fold).failure().get().getMessage())
                .findFirst()
                .orElse("");
    }

    Trials choose(int candidate) {
        return new Trials(metrics, passes, seconds, failures, candidate);
    }

    int numCandidates() {
        return metrics.length;
    }

    int chosen() {
        return chosen;
    }

    double[] metrics(int candidate) {
        return metrics[candidate].clone();
    }

    OptionalInt passes(int candidate) {
        return passes[candidate] == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(passes[candidate]);
    }

    double seconds(int candidate) {
        return seconds[candidate];
    }

    /** Returns the first failure of a candidate; empty if it did not fail. */
    String failure(int candidate) {
        return failures[candidate];
    }

    /** Mean metric of each candidate; NaN if it failed. */
    double[] means() {
        return IntStream.range(0, metrics.length).mapToDouble(this::mean).toArray();
    }

    double mean(int candidate) {
        double sum = 0.0; // in order, as in Spark
        for (double metric : metrics[candidate]) {
            sum += metric;
        }
        return sum / metrics[candidate].length;
    }

    /**
     * Standard deviation of the metrics of each candidate, as in PySpark: the variance is divided by the number of
     * folds.
     */
    double[] deviations() {
        return IntStream.range(0, metrics.length)
                .mapToDouble(c -> Math.sqrt(squares(c) / metrics[c].length))
                .toArray();
    }

    /** Standard error of the mean from the sample variance over folds; NaN for a single split. */
    double standardError(int candidate) {
        int numFolds = metrics[candidate].length;
        return Math.sqrt(squares(candidate) / (numFolds - 1) / numFolds);
    }

    private double squares(int candidate) {
        double mean = mean(candidate);
        return Arrays.stream(metrics[candidate])
                .map(metric -> (metric - mean) * (metric - mean))
                .sum();
    }
}
