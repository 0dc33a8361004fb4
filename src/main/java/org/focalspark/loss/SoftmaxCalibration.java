package org.focalspark.loss;

import java.util.Arrays;

/**
 * Calibration map of a {@link SoftmaxLoss}. With v the softmax of the margins,
 *
 * <pre>
 *   posterior_k  proportional to  v_k (1 - v_k) / (a_k (-L_k'(zeta_k))),   sigmoid(zeta_k) = v_k
 * </pre>
 *
 * <p>For the focal loss this is v_k / (a_k phi_k(v_k)). All steps use logarithms, so that neither tail underflows.
 * Without the a_k these are the probabilities in the class-weighted population. With label smoothing, the class weights
 * are divided out first, then the smoothing is undone, and the mode FOCAL applies the class weights again. An infinite
 * margin means certainty.
 */
final class SoftmaxCalibration implements Calibration {
    private static final long serialVersionUID = 1L;

    private final PointwiseLoss[] losses;
    private final double[] classWeights;
    private final LabelSmoothing smoothing;
    private final boolean logLoss;

    SoftmaxCalibration(PointwiseLoss[] losses, double[] classWeights, double smoothing) {
        this.losses = losses;
        this.classWeights = classWeights;
        this.smoothing = new LabelSmoothing(smoothing, losses.length);
        this.logLoss = Arrays.stream(losses).allMatch(PointwiseLoss::isLogLoss);
    }

    @Override
    public int numClasses() {
        return losses.length;
    }

    @Override
    public void probabilities(double[] margins, Mode mode, double[] logRatios, double[] probabilities) {
        if (isCertain(margins)) {
            double largest = Arrays.stream(margins).max().orElseThrow();
            for (int k = 0; k < margins.length; k++) {
                probabilities[k] = margins[k] == largest ? Math.exp(logRatios[k]) : 0.0;
            }
            normalize(probabilities);
            return;
        }
        double[] logs = mode == Mode.NONE || logLoss ? margins.clone() : focalLogs(margins);
        boolean smoothed = mode != Mode.NONE && !smoothing.isNone();
        for (int k = 0; k < logs.length; k++) {
            logs[k] -= mode == Mode.POSTERIOR || smoothed ? Math.log(classWeights[k]) : 0.0;
            logs[k] += smoothed ? 0.0 : logRatios[k];
        }
        toProbabilities(logs, probabilities);
        if (smoothed) {
            for (int k = 0; k < logs.length; k++) {
                double factor = (mode == Mode.FOCAL ? classWeights[k] : 1.0) * Math.exp(logRatios[k]);
                probabilities[k] = smoothing.undone(probabilities[k]) * factor;
            }
            normalize(probabilities);
        }
    }

    /** Logarithms of the probabilities in the class-weighted population, up to a common constant. */
    private double[] focalLogs(double[] margins) {
        Softmax.Row row = new Softmax.Row(margins.length);
        System.arraycopy(margins, 0, row.logits(), 0, margins.length);
        row.evaluate();
        double[] zetas = row.zetas();
        double[] logs = new double[margins.length];
        for (int k = 0; k < margins.length; k++) {
            logs[k] = logSigmoid(zetas[k]) + logSigmoid(-zetas[k]) - losses[k].logSlope(zetas[k]);
        }
        return logs;
    }

    private static void toProbabilities(double[] logs, double[] probabilities) {
        double largest = Arrays.stream(logs).max().orElseThrow();
        for (int k = 0; k < logs.length; k++) {
            probabilities[k] = Math.exp(logs[k] - largest);
        }
        normalize(probabilities);
    }

    private static void normalize(double[] probabilities) {
        double sum = Arrays.stream(probabilities).sum();
        for (int k = 0; k < probabilities.length; k++) {
            probabilities[k] /= sum;
        }
    }

    /**
     * Returns whether infinite margins alone determine the probabilities: the classes with the largest margin share
     * them.
     */
    private static boolean isCertain(double[] margins) {
        double largest = Arrays.stream(margins).max().orElseThrow();
        long finite = Arrays.stream(margins).filter(Double::isFinite).count();
        return !Double.isFinite(largest) || finite <= 1;
    }

    private static double logSigmoid(double z) {
        return Math.min(z, 0.0) - Math.log1p(Math.exp(-Math.abs(z)));
    }
}
