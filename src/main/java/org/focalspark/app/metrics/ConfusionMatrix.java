package org.focalspark.app.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/** Confusion matrix and log loss of classified rows. Mutable during aggregation. */
final class ConfusionMatrix implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int numClasses;
    private final long[] rows;
    private final double[] weights;
    private double logLoss;

    private ConfusionMatrix(int numClasses) {
        this.numClasses = numClasses;
        this.rows = new long[numClasses];
        this.weights = new double[numClasses * numClasses];
    }

    static ConfusionMatrix of(JavaRDD<ClassifiedRow> rows, int numClasses) {
        return rows.aggregate(new ConfusionMatrix(numClasses), ConfusionMatrix::add, ConfusionMatrix::merge);
    }

    private ConfusionMatrix add(ClassifiedRow row) {
        rows[row.label()]++;
        weights[row.label() * numClasses + row.prediction()] += row.weight();
        logLoss += row.weight() == 0.0 ? 0.0 : -row.weight() * Math.log(row.ownProbability());
        return this;
    }

    private ConfusionMatrix merge(ConfusionMatrix that) {
        Arrays.setAll(rows, k -> rows[k] + that.rows[k]);
        Arrays.setAll(weights, i -> weights[i] + that.weights[i]);
        logLoss += that.logLoss;
        return this;
    }

    /** Returns the number of rows of a class. */
    long rowsOf(int label) {
        return rows[label];
    }

    /** Returns the sum of the weights of the rows of a class with a given prediction. */
    double weight(int label, int prediction) {
        return weights[label * numClasses + prediction];
    }

    double weightOf(int label) {
        return IntStream.range(0, numClasses)
                .mapToDouble(prediction -> weight(label, prediction))
                .sum();
    }

    double weightPredicted(int prediction) {
        return IntStream.range(0, numClasses)
                .mapToDouble(label -> weight(label, prediction))
                .sum();
    }

    double weight() {
        return Arrays.stream(weights).sum();
    }

    /** Sum of weight * -log(probability of the row's own class), infinite if one of these is 0. */
    double logLoss() {
        return logLoss;
    }

    /** Returns all weights by class and prediction. */
    List<List<Double>> weights() {
        return IntStream.range(0, numClasses)
                .mapToObj(label -> IntStream.range(0, numClasses)
                        .mapToObj(prediction -> weight(label, prediction))
                        .toList())
                .toList();
    }
}
