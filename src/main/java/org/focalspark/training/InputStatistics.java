package org.focalspark.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.focalspark.loss.ClassWeights;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.FeatureMoments;
import org.jspecify.annotations.Nullable;

/**
 * What the one scan of the input learns beside the blocks: counts, weights, label histogram, means and deviations, and
 * every kind of value that cannot be trained on. Not thread-safe: one per partition, merged afterwards.
 */
final class InputStatistics implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Larger labels are findings: the histogram must not be sized by a stray id. */
    static final int MAX_CLASSES = 10_000;

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

    /** How many rows (of values: blocks) have a problem, and one offending value. Not a record: Kryo reads none. */
    static final class Finding implements Serializable {
        private static final long serialVersionUID = 1L;

        private final long count;
        private final double example;

        Finding(long count, double example) {
            this.count = count;
            this.example = example;
        }

        long count() {
            return count;
        }

        double example() {
            return example;
        }

        /** The example is the smaller one, so that the message does not depend on which task came first. */
        private Finding and(Finding other) {
            return new Finding(count + other.count, Math.min(example, other.example));
        }
    }

    private final ClassWeights classWeights;
    /** Not an EnumMap, which Kryo makes without its constructor. */
    private final Map<Problem, Finding> findings = new HashMap<>();

    private @Nullable FeatureMoments moments;
    private int numFeatures = FeatureBlock.NO_VECTOR;
    private long numRows;
    private double weightSum;
    private double[] classWeightSums = {};

    private InputStatistics(ClassWeights classWeights) {
        this.classWeights = classWeights;
    }

    /** Statistics of the blocks of a partition, whose rows enter means and deviations with their class weights. */
    static InputStatistics of(Iterator<FeatureBlock> blocks, ClassWeights classWeights) {
        InputStatistics statistics = new InputStatistics(classWeights);
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
        growTo(other.classWeightSums.length);
        for (int k = 0; k < other.classWeightSums.length; k++) {
            classWeightSums[k] += other.classWeightSums[k];
        }
        boolean sameSize = other.numFeatures == FeatureBlock.NO_VECTOR || hasSize(other.numFeatures, other.numRows);
        if (other.moments != null && sameSize) {
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

    /** Largest label + 1. */
    int numClassesSeen() {
        return classWeightSums.length;
    }

    /** Instance weight of the rows of each class. */
    double[] classWeightSums(int numClasses) {
        return Arrays.copyOf(classWeightSums, numClasses);
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
                momentsOfFeatures().add(block, classWeights);
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
        } else if (label < 0.0 || label >= MAX_CLASSES) {
            note(Problem.LABEL_OUT_OF_RANGE, 1, label);
        } else if (label != Math.rint(label)) {
            note(Problem.LABEL_FRACTIONAL, 1, label);
        } else {
            growTo((int) label + 1);
            classWeightSums[(int) label] += weight;
        }
    }

    /** Whether vectors of a size can be added; the first size seen is the right one. */
    private boolean hasSize(int size, long rows) {
        if (numFeatures == FeatureBlock.NO_VECTOR) {
            numFeatures = size;
        }
        if (numFeatures != size) {
            note(Problem.VECTOR_SIZE, rows, Math.max(numFeatures, size));
            numFeatures = Math.min(numFeatures, size);
        }
        return !findings.containsKey(Problem.VECTOR_SIZE);
    }

    private FeatureMoments momentsOfFeatures() {
        if (moments == null) {
            moments = new FeatureMoments(numFeatures);
        }
        return moments;
    }

    private void note(Problem problem, long count, double example) {
        findings.merge(problem, new Finding(count, example), Finding::and);
    }

    private void growTo(int numClasses) {
        if (numClasses > classWeightSums.length) {
            classWeightSums = Arrays.copyOf(classWeightSums, numClasses);
        }
    }
}
