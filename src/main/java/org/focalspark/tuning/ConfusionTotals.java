package org.focalspark.tuning;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.focalspark.model.MarginScoring;
import org.focalspark.training.ScoreSums;
import org.jspecify.annotations.Nullable;

/**
 * Weights of the rows by label and predicted class, and their log loss. The metrics have the definitions of Spark's
 * MulticlassMetrics. Not thread-safe.
 */
final class ConfusionTotals implements ScoreSums<ConfusionTotals> {
    private static final long serialVersionUID = 1L;

    private final MarginScoring scoring;
    private final String labelCol;
    /** Probabilities in the log loss are clipped to [eps, 1 - eps]; 0 if the log loss is not needed. */
    private final double eps;
    /** One weight per predicted class, by label. */
    private final TreeMap<Integer, double[]> weights = new TreeMap<>();

    private double logLoss;
    private @Nullable String problem;

    /** Creates sums over no rows. */
    ConfusionTotals(MarginScoring scoring, String labelCol, double eps) {
        this.scoring = scoring;
        this.labelCol = labelCol;
        this.eps = eps;
    }

    @Override
    public void add(double[] margins, double[] labels, double weight) {
        if (problem != null) {
            return;
        }
        double[] raw = scoring.raw(margins);
        double[] scores = raw.clone();
        scoring.toProbabilities(scores);
        double prediction = scoring.prediction(raw, scores);
        int label = (int) labels[0];
        if (label != labels[0] || label < 0 || Double.isNaN(prediction)) {
            problem = Double.isNaN(prediction)
                    ? "A held-out row has no prediction, since a feature is NaN. Drop or fill these rows first."
                    : String.format(
                            "Column '%s' must hold class indices 0.0, 1.0, ..., but found %s. Index the labels first, for"
                                    + " example with StringIndexer.",
                            labelCol, labels[0]);
            return;
        }
        weights.computeIfAbsent(label, any -> new double[scores.length])[(int) prediction] += weight;
        if (eps > 0.0) {
            addLogLoss(scores, label, weight);
        }
    }

    private void addLogLoss(double[] probabilities, int label, double weight) {
        if (label >= probabilities.length) {
            problem = String.format(
                    "logLoss needs a probability for each label, but column '%s' holds %d, which the training rows of this"
                            + " fold do not have. Use fewer folds, or leave the class out.",
                    labelCol, label);
            return;
        }
        double p = probabilities[label];
        double loss = p < eps ? -Math.log(eps) : p > 1.0 - eps ? -Math.log1p(-eps) : -Math.log(p);
        logLoss += weight * loss;
    }

    @Override
    public ConfusionTotals merge(ConfusionTotals other) {
        problem = problem != null ? problem : other.problem;
        logLoss += other.logLoss;
        other.weights.forEach((label, row) -> weights.merge(label, row, ConfusionTotals::sum));
        return this;
    }

    /**
     * Returns these sums after checking them.
     *
     * @throws IllegalArgumentException if a row was invalid; the message gives the reason
     */
    ConfusionTotals checked() {
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        return this;
    }

    double meanLogLoss() {
        return logLoss / total();
    }

    double accuracy() {
        return weights.keySet().stream().mapToDouble(this::truePositives).sum() / total();
    }

    double hammingLoss() {
        return (total()
                        - weights.keySet().stream()
                                .mapToDouble(this::truePositives)
                                .sum())
                / total();
    }

    double recall(int label) {
        return truePositives(label) / count(label);
    }

    double precision(int label) {
        double predicted = truePositives(label) + falsePositives(label);
        return predicted == 0.0 ? 0.0 : truePositives(label) / predicted;
    }

    double falsePositiveRate(int label) {
        return falsePositives(label) / (total() - count(label));
    }

    double fMeasure(int label, double beta) {
        double precision = precision(label);
        double recall = recall(label);
        double square = beta * beta;
        return precision + recall == 0.0 ? 0.0 : (1.0 + square) * precision * recall / (square * precision + recall);
    }

    /** Returns the mean of a metric over the labels, weighted by the rows of each label. */
    double weighted(ToDoubleFunction<Integer> metric) {
        return weights.keySet().stream()
                .mapToDouble(label -> metric.applyAsDouble(label) * count(label) / total())
                .sum();
    }

    /**
     * Converts a label to an index.
     *
     * @throws IllegalArgumentException if no row has it
     */
    int requireLabel(double label) {
        if (weights.containsKey((int) label) && label == (int) label) {
            return (int) label;
        }
        throw new IllegalArgumentException(String.format(
                "metricLabel must be a label of the held-out rows, but was %s, and they have %s. Set another metricLabel, or"
                        + " use fewer folds.",
                label, weights.keySet()));
    }

    private double total() {
        return weights.keySet().stream().mapToDouble(this::count).sum();
    }

    private double count(int label) {
        return Arrays.stream(row(label)).sum();
    }

    private double truePositives(int label) {
        double[] row = row(label);
        return label < row.length ? row[label] : 0.0;
    }

    private double[] row(int label) {
        return weights.getOrDefault(label, new double[0]);
    }

    private double falsePositives(int label) {
        double sum = 0.0;
        for (Map.Entry<Integer, double[]> entry : weights.entrySet()) {
            boolean other = entry.getKey() != label;
            sum += other && label < entry.getValue().length ? entry.getValue()[label] : 0.0;
        }
        return sum;
    }

    private static double[] sum(double[] one, double[] other) {
        for (int k = 0; k < one.length; k++) {
            one[k] += other[k];
        }
        return one;
    }
}
