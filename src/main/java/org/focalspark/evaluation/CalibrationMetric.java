package org.focalspark.evaluation;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.focalspark.loss.Choice;

/**
 * Metrics of {@link CalibrationEvaluator}, by the value of param metricName.
 *
 * <pre>
 *   logLoss  sum w (-log P(label)) / sum w                    nats, infinite if a P(label) is 0
 *   brier    sum w (P(1) - label)^2 / sum w                   two classes, in [0, 1]
 *            sum w sum_k (P(k) - [k = label])^2 / sum w       more classes, in [0, 2]
 *   ece      sum over bins of weight |meanPredicted - observed| / sum w, in [0, 1]
 * </pre>
 *
 * <p>To add a metric that is a mean over rows, add a constant.
 *
 * @since 0.1.0
 */
public enum CalibrationMetric implements Choice {
    /** Log loss. */
    LOG_LOSS("logLoss") {
        @Override
        double of(EvaluatedRow row, int label) {
            return -Math.log(row.scores().apply(label));
        }
    },
    /** Brier score: mean squared distance between the probabilities and the label. */
    BRIER("brier") {
        @Override
        double of(EvaluatedRow row, int label) {
            int numClasses = row.scores().size();
            if (numClasses == 2) {
                double error = row.scores().apply(1 - label);
                return error * error;
            }
            double squares = 0.0;
            for (int k = 0; k < numClasses; k++) {
                double error = row.scores().apply(k) - (k == label ? 1.0 : 0.0);
                squares += error * error;
            }
            return squares;
        }
    },
    /** Expected calibration error. It needs the bins of all rows, so it is not a mean over rows. */
    ECE("ece", "expected calibration error") {
        @Override
        double of(EvaluatedRow row, int label) {
            return 0.0;
        }

        @Override
        boolean isMean() {
            return false;
        }
    };

    private final String text;
    private final String doc;

    CalibrationMetric(String text) {
        this.text = text;
        this.doc = text;
    }

    CalibrationMetric(String text, String meaning) {
        this.text = text;
        this.doc = text + " (" + meaning + ")";
    }

    /** Returns the term of a row, whose probabilities and label were checked. */
    abstract double of(EvaluatedRow row, int label);

    /** Returns whether the metric is the weighted mean of the terms of the rows. */
    boolean isMean() {
        return true;
    }

    @Override
    public String text() {
        return text;
    }

    /** Returns all metrics, for the one-line doc of the param. */
    static String docs() {
        String all = Arrays.stream(values()).map(metric -> metric.doc).collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return all.substring(0, last) + " or " + all.substring(last + 2);
    }
}
