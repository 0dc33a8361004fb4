package org.focalspark.loss;

/**
 * Softmax focal loss: -a_y (1 - v_y)^gamma_y log v_y, where v is the softmax of the logits. Each class has its own
 * {@link FocalLoss} and weight. With all gammas 0 it is the weighted cross entropy.
 */
public final class SoftmaxFocalLoss extends SoftmaxLoss {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the loss.
     *
     * @param gammas focusing parameter of each class, finite and &gt;= 0
     * @param classWeights weight of each class, finite and &gt;= 0
     * @throws IllegalArgumentException if a gamma is out of range, there are no classes or the lengths differ
     */
    public SoftmaxFocalLoss(double[] gammas, double[] classWeights) {
        super(focal(gammas), classWeights.clone());
    }

    private static PointwiseLoss[] focal(double[] gammas) {
        PointwiseLoss[] losses = new PointwiseLoss[gammas.length];
        for (int k = 0; k < gammas.length; k++) {
            losses[k] = new FocalLoss(gammas[k]);
        }
        return losses;
    }
}
