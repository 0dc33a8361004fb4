package org.focalspark.evaluation;

import java.io.Serializable;

/**
 * What a row says of the calibration of its probabilities.
 *
 * @param score probability of class 1 of two classes; else the largest probability of the row
 * @param outcome 1 if what the score predicts came true, else 0
 * @param logLoss -log of the probability of the row's own class, infinite if that is 0
 * @param brier (probability of class 1 - label)^2 of two classes; else the sum of squares over all classes
 * @param weight instance weight
 */
record CalibrationRow(double score, double outcome, double logLoss, double brier, double weight)
        implements Serializable {

    /**
     * Judges a row.
     *
     * @throws IllegalArgumentException that names the column, the rule and what was found
     */
    static CalibrationRow of(EvaluatedRow row) {
        int numClasses = row.scores().size();
        if (numClasses < 2) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold a probability for each of at least 2 classes, but found a vector of size %d.",
                    row.scoresCol(), numClasses));
        }
        int label = row.classIndex(numClasses);
        int best = 0;
        double squares = 0.0;
        for (int k = 0; k < numClasses; k++) {
            double error = probability(row, k) - (k == label ? 1.0 : 0.0);
            squares += error * error;
            best = row.scores().apply(k) > row.scores().apply(best) ? k : best;
        }
        double logLoss = -Math.log(row.scores().apply(label));
        if (numClasses > 2) {
            double score = row.scores().apply(best);
            return new CalibrationRow(score, best == label ? 1.0 : 0.0, logLoss, squares, row.weight());
        }
        double error = row.scores().apply(1 - label);
        // 0.0 + turns -0.0 into 0.0, which is another key to a hash.
        return new CalibrationRow(0.0 + row.scores().apply(1), label, logLoss, error * error, row.weight());
    }

    private static double probability(EvaluatedRow row, int k) {
        double value = row.scores().apply(k);
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold probabilities in [0, 1], but found NaN. Drop the rows that the model could not score"
                            + " (null or NaN features).",
                    row.scoresCol()));
        }
        if (value < 0.0 || value > 1.0) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold probabilities in [0, 1], but found %s. Set probabilityCol to the column of"
                            + " probabilities, not of raw predictions.",
                    row.scoresCol(), value));
        }
        return value;
    }
}
