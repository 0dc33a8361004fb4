package org.focalspark.training.input;

import java.io.Serializable;
import java.util.Optional;
import org.focalspark.loss.ClassWeights;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.FeatureMoments;
import org.focalspark.objective.Fingerprint;
import org.focalspark.objective.SampleRates;
import org.focalspark.training.input.Findings.Finding;
import org.focalspark.training.input.Findings.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Statistics from the only scan of the input: counts, weights, label histogram, means and deviations, and all kinds of
 * invalid values. Not thread-safe: one instance per partition, merged afterward.
 */
public final class InputStatistics implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Limit of labels. Larger labels are findings, so that a stray id does not determine the size of the histogram. */
    static final int MAX_CLASSES = 10_000;

    private final ClassWeights classWeights;
    private final Findings findings = new Findings();
    private final LabelHistogram labels;

    private @Nullable FeatureMoments moments;
    private int numFeatures = FeatureBlock.NO_VECTOR;
    private final Fingerprint rows = new Fingerprint();
    private double weightSum;

    private InputStatistics(ClassWeights classWeights, boolean multilabel) {
        this.classWeights = classWeights;
        this.labels = new LabelHistogram(multilabel);
    }

    /** Creates empty statistics whose means and deviations include class weights. */
    static InputStatistics none(ClassWeights classWeights, boolean multilabel) {
        return new InputStatistics(classWeights, multilabel);
    }

    /** Must be called after the last block and before merging. */
    void finish() {
        if (moments != null) {
            moments.finish();
        }
    }

    InputStatistics merge(InputStatistics other) {
        findings.merge(other.findings);
        rows.merge(other.rows);
        weightSum += other.weightSum;
        labels.merge(other.labels, findings);
        boolean sameSize = other.numFeatures == FeatureBlock.NO_VECTOR || hasSize(other.numFeatures, other.numRows());
        if (other.moments != null && sameSize) {
            momentsOfFeatures().merge(other.moments);
        }
        return this;
    }

    Fingerprint rows() {
        return rows;
    }

    /**
     * Returns the number of rows.
     *
     * @return rows of any weight
     */
    public long numRows() {
        return rows.numRows();
    }

    /**
     * Returns the number of features.
     *
     * @return size of the vectors
     */
    public int numFeatures() {
        return numFeatures;
    }

    /**
     * Returns the sum of the instance weights.
     *
     * @return sum of the valid weights
     */
    public double weightSum() {
        return weightSum;
    }

    /**
     * Returns sampling rates at which every class, or label, has as many rows as the others.
     *
     * @param numRows number of rows that the sample should have
     * @return rates
     */
    public SampleRates rates(double numRows) {
        return labels.multilabel()
                ? SampleRates.ofLabels(labels.rows(), labels.weightedRows(), numRows)
                : SampleRates.ofClasses(labels.rows(), numRows);
    }

    LabelHistogram labels() {
        return labels;
    }

    /**
     * Returns the weighted mean of each feature.
     *
     * @return one per feature
     */
    public double[] means() {
        return momentsOfFeatures().means();
    }

    /**
     * Returns the weighted standard deviation of each feature.
     *
     * @return one per feature, 0 for a constant feature
     */
    public double[] standardDeviations() {
        return momentsOfFeatures().standardDeviations();
    }

    Optional<Finding> finding(Problem problem) {
        return findings.of(problem);
    }

    /** Adds the rows of a block. */
    void add(FeatureBlock block) {
        rows.add(block);
        labels.add(block, findings);
        for (int r = 0; r < block.numRows(); r++) {
            addWeight(block.weight(r));
        }
        if (block.numFeatures() == FeatureBlock.NO_VECTOR) {
            findings.note(Problem.VECTOR_MISSING, block.numRows(), Double.NaN);
        } else if (hasSize(block.numFeatures(), block.numRows())) {
            double nonFinite = block.nonFiniteValue();
            if (nonFinite != 0.0) {
                findings.note(Problem.VALUE_NOT_FINITE, 1, nonFinite);
            } else {
                momentsOfFeatures().add(block, classWeights);
            }
        }
    }

    private void addWeight(double weight) {
        if (Double.isNaN(weight)) {
            findings.note(Problem.WEIGHT_MISSING, 1, weight);
        } else if (weight < 0.0 || weight == Double.POSITIVE_INFINITY) {
            findings.note(Problem.WEIGHT_OUT_OF_RANGE, 1, weight);
        } else {
            weightSum += weight;
        }
    }

    /** Whether vectors of a size can be added. The first size is the expected one. */
    private boolean hasSize(int size, long rows) {
        if (numFeatures == FeatureBlock.NO_VECTOR) {
            numFeatures = size;
        }
        if (numFeatures != size) {
            findings.note(Problem.VECTOR_SIZE, rows, Math.max(numFeatures, size));
            numFeatures = Math.min(numFeatures, size);
        }
        return !findings.has(Problem.VECTOR_SIZE);
    }

    private FeatureMoments momentsOfFeatures() {
        if (moments == null) {
            moments = new FeatureMoments(numFeatures);
        }
        return moments;
    }
}
