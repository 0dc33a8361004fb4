package org.focalspark.loss;

/**
 * The map of a {@link SoftmaxLoss}: with v the softmax of the margins,
 *
 * <pre>
 *   posterior_k  proportional to  v_k (1 - v_k) / (a_k (-L_k'(zeta_k))),   sigmoid(zeta_k) = v_k
 * </pre>
 *
 * <p>which is v_k / (a_k phi_k(v_k)) of the focal loss. In logarithms throughout, so that neither tail is lost. Without
 * the a_k these are the probabilities in the class-weighted population. An infinite margin stands for certainty.
 */
final class SoftmaxCalibration implements Calibration {
    private static final long serialVersionUID = 1L;

    private final PointwiseLoss[] losses;
    private final double[] classWeights;
    private final boolean logLoss;

    SoftmaxCalibration(PointwiseLoss[] losses, double[] classWeights, boolean logLoss) {
        this.losses = losses;
        this.classWeights = classWeights;
        this.logLoss = logLoss;
    }

    @Override
    public int numClasses() {
        return losses.length;
    }

    @Override
    public void probabilities(double[] margins, Mode mode, double[] probabilities) {
        if (!isCertain(margins, probabilities)) {
            double[] logs = logs(margins, mode);
            double largest = Double.NEGATIVE_INFINITY;
            for (double log : logs) {
                largest = Math.max(largest, log);
            }
            double sum = 0.0;
            for (int k = 0; k < logs.length; k++) {
                probabilities[k] = Math.exp(logs[k] - largest);
                sum += probabilities[k];
            }
            for (int k = 0; k < logs.length; k++) {
                probabilities[k] /= sum;
            }
        }
    }

    /** Logarithms of the probabilities up to a common constant. */
    private double[] logs(double[] margins, Mode mode) {
        double[] logs = new double[margins.length];
        double[] others = new double[margins.length];
        for (int k = 0; k < margins.length; k++) {
            if (mode == Mode.NONE || logLoss) {
                logs[k] = margins[k];
            } else {
                double zeta = SoftmaxLoss.against(margins, k, others);
                logs[k] = logSigmoid(zeta) + logSigmoid(-zeta) - losses[k].logSlope(zeta);
            }
            logs[k] -= mode == Mode.POSTERIOR ? Math.log(classWeights[k]) : 0.0;
        }
        return logs;
    }

    /** Margins of +infinity share all probability among themselves. */
    private static boolean isCertain(double[] margins, double[] probabilities) {
        int count = 0;
        for (double margin : margins) {
            count += margin == Double.POSITIVE_INFINITY ? 1 : 0;
        }
        for (int k = 0; count > 0 && k < margins.length; k++) {
            probabilities[k] = margins[k] == Double.POSITIVE_INFINITY ? 1.0 / count : 0.0;
        }
        return count > 0;
    }

    private static double logSigmoid(double z) {
        return Math.min(z, 0.0) - Math.log1p(Math.exp(-Math.abs(z)));
    }
}
