package org.focalspark.loss;

import java.io.Serializable;

/**
 * What losses of all families and gammas have in common: which one, and how it is changed. Not a record: it travels
 * with an evaluator's sums, and the Kryo of Spark cannot read records.
 */
public final class LossForm implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LossKind kind;
    private final double polyEpsilon;
    private final double reducedThreshold;
    private final double smoothing;
    private final boolean normalized;

    /**
     * Makes a form.
     *
     * @param kind which loss
     * @param polyEpsilon what poly1Focal adds to its first term
     * @param reducedThreshold probability below which the focal factor is 1, NaN if it is not reduced
     * @param smoothing label smoothing, in [0, 1)
     * @param normalized whether the loss is divided by the sum of its factors
     */
    public LossForm(LossKind kind, double polyEpsilon, double reducedThreshold, double smoothing, boolean normalized) {
        this.kind = kind;
        this.polyEpsilon = polyEpsilon;
        this.reducedThreshold = reducedThreshold;
        this.smoothing = smoothing;
        this.normalized = normalized;
    }

    public LossKind kind() {
        return kind;
    }

    public double polyEpsilon() {
        return polyEpsilon;
    }

    public double reducedThreshold() {
        return reducedThreshold;
    }

    public double smoothing() {
        return smoothing;
    }

    public boolean normalized() {
        return normalized;
    }

    public boolean isReduced() {
        return !Double.isNaN(reducedThreshold);
    }

    /** The loss of one side, or of one class. */
    public PointwiseLoss pointwise(double gamma) {
        return kind.of(gamma, this);
    }

    /**
     * A binary loss.
     *
     * @param gammas focusing parameters of label 0 and 1
     * @param weights class weights of label 0 and 1
     * @param negativeSum instance weight of label 0; with the other it may set the scale of the loss
     * @param positiveSum instance weight of label 1
     */
    public BinaryLoss binary(double[] gammas, double[] weights, double negativeSum, double positiveSum) {
        ClassWeights classWeights = ClassWeights.of(weights);
        PointwiseLoss negative = pointwise(gammas[0]);
        PointwiseLoss positive = pointwise(gammas[1]);
        BinaryLoss plain = new BinaryLoss(negative, positive, classWeights, smoothing);
        if (gammas[0] != gammas[1]) {
            return plain;
        }
        PointwiseLoss both = kind.ofBothSides(gammas[0], this, plain.logOdds(negativeSum, positiveSum));
        return new BinaryLoss(both, both, classWeights, smoothing);
    }

    public SoftmaxLoss softmax(double[] gammas, double[] classWeights) {
        PointwiseLoss[] losses = new PointwiseLoss[gammas.length];
        for (int k = 0; k < losses.length; k++) {
            losses[k] = pointwise(gammas[k]);
        }
        return new SoftmaxLoss(losses, classWeights, smoothing);
    }

    public MarginLoss finished(SeparableLoss loss) {
        return normalized ? new NormalizedLoss(loss) : loss;
    }
}
