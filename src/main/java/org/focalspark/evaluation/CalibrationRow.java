package org.focalspark.evaluation;

import java.io.Serializable;

/**
 * A row of the reliability table.
 *
 * @param score probability of class 1 of two classes; else the largest probability of the row
 * @param outcome 1 if the class of the score is the label of the row, else 0
 * @param weight instance weight
 */
record CalibrationRow(double score, double outcome, double weight) implements Serializable {

    /**
     * Checks a row, and computes its score and outcome.
     *
     * @throws IllegalArgumentException if the row is invalid; the message names the column, the rule and the value
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
        for (int k = 0; k < numClasses; k++) {
            checkProbability(row, row.scores().apply(k));
            best = row.scores().apply(k) > row.scores().apply(best) ? k : best;
        }
        if (numClasses > 2) {
            double score = row.scores().apply(best);
            return new CalibrationRow(score, best == label ? 1.0 : 0.0, row.weight());
        }
        // Adding 0.0 turns -0.0 into 0.0, which has another hash.
        return new CalibrationRow(0.0 + row.scores().apply(1), label, row.weight());
    }

    private static void checkProbability(EvaluatedRow row, double value) {
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
    }
}
