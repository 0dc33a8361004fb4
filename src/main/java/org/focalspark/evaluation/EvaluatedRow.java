package org.focalspark.evaluation;

import org.apache.spark.ml.linalg.Vector;

/**
 * Row of an evaluator's input.
 *
 * @param scores raw predictions or probabilities
 * @param label a Double, or a Vector with one label per score
 * @param weight instance weight, &gt;= 0 and finite
 * @param scoresCol name of the column of the scores, for messages
 * @param labelCol name of the column of the labels, for messages
 */
record EvaluatedRow(Vector scores, Object label, double weight, String scoresCol, String labelCol) {

    /** Returns the label of an input with one label per row. */
    double number() {
        return (Double) label;
    }

    /** Returns the labels of an input with one label per score. */
    Vector labels() {
        Vector labels = (Vector) label;
        if (labels.size() != scores.size()) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold one label for each of the %d entries of column '%s', but found %d.",
                    labelCol, scores.size(), scoresCol, labels.size()));
        }
        return labels;
    }

    /** Returns the label as a class index. */
    int classIndex(int numClasses) {
        double value = number();
        if (!(value >= 0.0 && value < numClasses && value == Math.rint(value))) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold class indices from 0 to %d, one for each entry of column '%s', but found %s."
                            + " Index the labels first, for example with StringIndexer.",
                    labelCol, numClasses - 1, scoresCol, value));
        }
        return (int) value;
    }
}
