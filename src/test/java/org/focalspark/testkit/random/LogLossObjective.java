package org.focalspark.testkit.random;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;

/** The objective of Spark's LogisticRegression by the formula of its documentation, evaluated row by row. */
final class LogLossObjective {
    private final RandomCase example;
    private final double[] labels;
    private final double[] weights;
    private final List<Vector> features;
    private final double[] deviations;

    LogLossObjective(RandomCase example) {
        this.example = example;
        this.labels = example.table().labels();
        this.weights = weights(example);
        this.features = example.table().vectors();
        this.deviations = deviations(example);
    }

    /** Returns the weights of all rows, which are 1 if there is no weight column. */
    private static double[] weights(RandomCase example) {
        if (example.isSet("weightCol")) {
            return example.table().weights();
        }
        double[] ones = new double[example.table().rows().size()];
        Arrays.fill(ones, 1.0);
        return ones;
    }

    /** Returns weighted standard deviations of the features, with the denominator W - (sum of w^2) / W. */
    static double[] deviations(RandomCase example) {
        double[] weights = weights(example);
        double sum = Arrays.stream(weights).sum();
        double denominator = sum - Arrays.stream(weights).map(w -> w * w).sum() / sum;
        double[] deviations = new double[example.table().shape().numFeatures()];
        for (int j = 0; j < deviations.length && denominator > 0.0; j++) {
            double[] column = example.table().column(j);
            double mean = 0.0;
            for (int i = 0; i < column.length; i++) {
                mean += weights[i] / sum * column[i];
            }
            double squares = 0.0;
            for (int i = 0; i < column.length; i++) {
                squares += weights[i] * (column[i] - mean) * (column[i] - mean);
            }
            deviations[j] = Math.sqrt(squares / denominator);
        }
        return deviations;
    }

    /** Returns the mean loss plus the penalty. Coefficients have one row per margin: a single row, or one per class. */
    double of(Matrix coefficients, Vector intercepts) {
        double loss = 0.0;
        double weightSum = Arrays.stream(weights).sum();
        for (int i = 0; i < labels.length; i++) {
            double[] margins = coefficients.multiply(features.get(i)).values().clone();
            for (int k = 0; k < margins.length; k++) {
                margins[k] += intercepts.apply(k);
            }
            loss += weights[i] == 0.0 ? 0.0 : weights[i] / weightSum * loss(margins, (int) labels[i]);
        }
        return loss + penalty(coefficients);
    }

    private double loss(double[] margins, int label) {
        if (margins.length == 1 && "multinomial".equals(example.params().get("family"))) {
            return 0.0; // the softmax of one class is 1
        }
        if (margins.length == 1) {
            double z = label == 1 ? margins[0] : -margins[0];
            return Math.max(-z, 0.0) + Math.log1p(Math.exp(-Math.abs(z)));
        }
        double top = Arrays.stream(margins).max().orElseThrow();
        return top
                - margins[label]
                + Math.log(Arrays.stream(margins).map(m -> Math.exp(m - top)).sum());
    }

    private double penalty(Matrix coefficients) {
        double mixing = example.number("elasticNetParam", 0.0);
        double sum = 0.0;
        for (int k = 0; k < coefficients.numRows(); k++) {
            for (int j = 0; j < coefficients.numCols(); j++) {
                double unit = example.flag("standardization", true) ? deviations[j] : 1.0;
                double value = Math.abs(coefficients.apply(k, j) * unit);
                sum += 0.5 * (1.0 - mixing) * value * value + mixing * value;
            }
        }
        return example.number("regParam", 0.0) * sum;
    }
}
