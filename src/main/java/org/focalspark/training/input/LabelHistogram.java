package org.focalspark.training.input;

import java.io.Serializable;
import java.util.Arrays;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.training.input.Findings.Problem;

/**
 * Instance weights by label: of each class if a row has one class index, or of the ones and the zeros of each label if
 * it has several. Invalid labels are findings. Not thread-safe.
 */
final class LabelHistogram implements Serializable {
    private static final long serialVersionUID = 1L;

    private final boolean multilabel;
    private double[] positive = {};
    private double[] negative = {};
    private double[] rows = {};
    private double weightedRows;

    LabelHistogram(boolean multilabel) {
        this.multilabel = multilabel;
    }

    boolean multilabel() {
        return multilabel;
    }

    /** Weight of each class, or of the rows where each label is 1. */
    double[] positive() {
        return positive;
    }

    /** Weight of the rows where each label is 0; empty for class indices. */
    double[] negative() {
        return negative;
    }

    /** Number of rows of positive weight of each class, or with each label. */
    double[] rows() {
        return Arrays.copyOf(rows, positive.length);
    }

    /** Number of rows of positive weight. */
    double weightedRows() {
        return weightedRows;
    }

    void add(FeatureBlock block, Findings findings) {
        for (int r = 0; r < block.numRows(); r++) {
            weightedRows += block.weight(r) > 0.0 ? 1.0 : 0.0;
        }
        if (!multilabel) {
            for (int r = 0; r < block.numRows(); r++) {
                addClass(block.labels()[r], block.weight(r), findings);
            }
        } else if (block.numLabels() == 0) {
            findings.note(Problem.LABEL_MISSING, block.numRows(), Double.NaN);
        } else if (hasSize(block.numLabels(), block.numRows(), findings)) {
            for (int r = 0; r < block.numRows(); r++) {
                addLabels(block, r, findings);
            }
        }
    }

    void merge(LabelHistogram other, Findings findings) {
        weightedRows += other.weightedRows;
        if (other.positive.length == 0) {
            return;
        }
        if (!multilabel) {
            growTo(other.positive.length);
        } else if (!hasSize(other.positive.length, 1, findings)) {
            return;
        }
        for (int k = 0; k < other.positive.length; k++) {
            positive[k] += other.positive[k];
            count(k, k < other.rows.length ? other.rows[k] : 0.0);
        }
        for (int k = 0; k < other.negative.length; k++) {
            negative[k] += other.negative[k];
        }
    }

    private void addClass(double label, double weight, Findings findings) {
        if (Double.isNaN(label)) {
            findings.note(Problem.LABEL_MISSING, 1, label);
        } else if (label < 0.0 || label >= InputStatistics.MAX_CLASSES) {
            findings.note(Problem.LABEL_OUT_OF_RANGE, 1, label);
        } else if (label != Math.rint(label)) {
            findings.note(Problem.LABEL_FRACTIONAL, 1, label);
        } else {
            growTo((int) label + 1);
            positive[(int) label] += weight;
            count((int) label, weight > 0.0 ? 1.0 : 0.0);
        }
    }

    private void count(int label, double number) {
        if (label >= rows.length) {
            rows = Arrays.copyOf(rows, Math.max(label + 1, positive.length));
        }
        rows[label] += number;
    }

    private void addLabels(FeatureBlock block, int row, Findings findings) {
        double weight = block.weight(row);
        for (int k = 0; k < positive.length; k++) {
            double label = block.labels()[row * positive.length + k];
            if (label == 1.0) {
                positive[k] += weight;
                count(k, weight > 0.0 ? 1.0 : 0.0);
            } else if (label == 0.0) {
                negative[k] += weight;
            } else if (!Double.isNaN(label)) {
                findings.note(Problem.LABEL_NOT_BINARY, 1, label);
            }
        }
    }

    /** Whether rows with this number of labels can be added. The first number is the expected one. */
    private boolean hasSize(int numLabels, long rows, Findings findings) {
        if (positive.length == 0) {
            positive = new double[numLabels];
            negative = new double[numLabels];
        }
        if (positive.length != numLabels) {
            findings.note(Problem.LABEL_SIZE, rows, Math.max(positive.length, numLabels));
            positive = new double[Math.min(positive.length, numLabels)];
            negative = new double[positive.length];
        }
        return !findings.has(Problem.LABEL_SIZE);
    }

    private void growTo(int numClasses) {
        if (numClasses > positive.length) {
            positive = Arrays.copyOf(positive, numClasses);
        }
    }
}
