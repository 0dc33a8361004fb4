package org.focalspark.training;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.focalspark.loss.MarginLoss;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.FeatureMoments;
import org.jspecify.annotations.Nullable;

/**
 * What the one scan of the input learns beside the blocks: counts, weights, label histogram, means and deviations, and
 * every kind of value that cannot be trained on. Not thread-safe: one per partition, merged afterwards.
 */
final class InputStatistics implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What can be wrong with a row. */
    enum Problem {
        LABEL_MISSING,
        LABEL_OUT_OF_RANGE,
        LABEL_FRACTIONAL,
        WEIGHT_MISSING,
        WEIGHT_OUT_OF_RANGE,
        VECTOR_MISSING,
        VECTOR_SIZE,
        VALUE_NOT_FINITE
    }

    /** How many rows (of values: blocks) have a problem, and one offending value. */
    record Finding(long count, double example) implements Serializable {}

    private final MarginLoss loss;
    private final int numClasses;
    private final Map<Problem, Finding> findings = new EnumMap<>(Problem.class);
    private @Nullable FeatureMoments moments;
    private int numFeatures;
    private long numRows;
    private double weightSum;
    private final double[] classWeightSums;

    private InputStatistics(MarginLoss loss, int numClasses) {
        this.loss = loss;
        this.numClasses = numClasses;
        this.classWeightSums = new double[numClasses];
    }

    /** Statistics of the blocks of a partition, with the class weights of a loss; labels from numClasses on are findings. */
    static InputStatistics of(Iterator<FeatureBlock> blocks, MarginLoss loss, int numClasses) {
        InputStatistics statistics = new InputStatistics(loss, numClasses);
        while (blocks.hasNext()) {
            statistics.add(blocks.next());
        }
        if (statistics.moments != null) {
            statistics.moments.finish();
        }
        return statistics;
    }

    InputStatistics merge(InputStatistics other) {
        other.findings.forEach((problem, finding) -> note(problem, finding.count(), finding.example()));
        numRows += other.numRows;
        weightSum += other.weightSum;
        for (int k = 0; k < numClasses; k++) {
            classWeightSums[k] += other.classWeightSums[k];
        }
        if (other.moments != null && hasSize(other.numFeatures, other.numRows)) {
            momentsOfFeatures().merge(other.moments);
        }
        return this;
    }

    long numRows() {
        return numRows;
    }

    int numFeatures() {
        return numFeatures;
    }

    double weightSum() {
        return weightSum;
    }

    /** Weight of the rows of each class. */
    double[] classWeightSums() {
        return classWeightSums.clone();
    }

    /** Sum of w a over all rows, the divisor of the loss. */
    double lossWeightSum() {
        double sum = 0.0;
        for (int k = 0; k < classWeightSums.length; k++) {
            sum += loss.classWeight(k) * classWeightSums[k];
        }
        return sum;
    }

    double[] means() {
        return momentsOfFeatures().means();
    }

    double[] standardDeviations() {
        return momentsOfFeatures().standardDeviations();
    }

    Optional<Finding> finding(Problem problem) {
        return Optional.ofNullable(findings.get(problem));
    }

    private void add(FeatureBlock block) {
        numRows += block.numRows();
        for (int r = 0; r < block.numRows(); r++) {
            addRow(block.labels()[r], block.weight(r));
        }
        if (block.numFeatures() == FeatureBlock.NO_VECTOR) {
            note(Problem.VECTOR_MISSING, block.numRows(), Double.NaN);
        } else if (hasSize(block.numFeatures(), block.numRows())) {
            double nonFinite = block.nonFiniteValue();
            if (nonFinite != 0.0) {
                note(Problem.VALUE_NOT_FINITE, 1, nonFinite);
            } else {
                momentsOfFeatures().add(block, loss);
            }
        }
    }

    private void addRow(double label, double weight) {
        if (Double.isNaN(weight)) {
            note(Problem.WEIGHT_MISSING, 1, weight);
        } else if (weight < 0.0 || weight == Double.POSITIVE_INFINITY) {
            note(Problem.WEIGHT_OUT_OF_RANGE, 1, weight);
        } else {
            weightSum += weight;
        }
        if (Double.isNaN(label)) {
            note(Problem.LABEL_MISSING, 1, label);
        } else if (label < 0.0 || label >= numClasses) {
            note(Problem.LABEL_OUT_OF_RANGE, 1, label);
        } else if (label != Math.rint(label)) {
            note(Problem.LABEL_FRACTIONAL, 1, label);
        } else {
            classWeightSums[(int) label] += weight;
        }
    }

    private boolean hasSize(int size, long rows) {
        if (moments == null) {
            numFeatures = size;
            return true;
        }
        if (numFeatures != size) {
            note(Problem.VECTOR_SIZE, rows, size);
        }
        return numFeatures == size;
    }

    private FeatureMoments momentsOfFeatures() {
        if (moments == null) {
            moments = new FeatureMoments(numFeatures);
        }
        return moments;
    }

    private void note(Problem problem, long count, double example) {
        findings.merge(problem, new Finding(count, example), (a, b) -> new Finding(a.count() + b.count(), a.example()));
    }
}
