package org.focalspark.loss;

/**
 * Calibration map between the margin of a fitted binary focal model and the log-odds of the class (Charoenphakdee et
 * al. 2021, Theorem 6, extended to class weights and a focusing parameter per side).
 *
 * <p>sigmoid(m) of a focal model is not a probability. The margin that minimizes the expected loss at posterior eta
 * satisfies eta a_1 L'(m; gamma_1) = (1 - eta) a_0 L'(-m; gamma_0), hence
 *
 * <pre>
 *   log(eta / (1 - eta)) = log(a_0 / a_1) + log(-L'(-m; gamma_0)) - log(-L'(m; gamma_1))
 * </pre>
 *
 * <p>With label smoothing, eta is the posterior of the smoothed label, and the smoothing is undone afterward. Without
 * the first term, the result is the log-odds in the class-weighted population. Both are strictly increasing in m and
 * finite for finite m; infinite margins give infinite log-odds. With equal gammas the second part is an odd function of
 * m, and exactly m at gamma = 0. Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2011.09172">On Focal Loss for Class-Posterior Probability Estimation</a>
 */
public final class BinaryCalibration implements Calibration {
    private static final long serialVersionUID = 1L;

    private final PointwiseLoss negative;
    private final PointwiseLoss positive;
    private final double logWeightRatio;
    private final LabelSmoothing smoothing;

    /**
     * Creates the map of a loss.
     *
     * @param loss loss that the model was trained on
     */
    public BinaryCalibration(BinaryLoss loss) {
        double negativeWeight = loss.classWeights().of(0);
        double positiveWeight = loss.classWeights().of(1);
        this.negative = loss.negative();
        this.positive = loss.positive();
        this.smoothing = new LabelSmoothing(loss.smoothing(), 2);
        this.logWeightRatio = negativeWeight == positiveWeight ? 0.0 : Math.log(negativeWeight / positiveWeight);
    }

    @Override
    public int numClasses() {
        return 2;
    }

    @Override
    public boolean isIdentity(Mode mode) {
        boolean focal = smoothing.isNone() && positive.isInLogOdds() && negative.isInLogOdds();
        return mode == Mode.NONE || (focal && (mode == Mode.FOCAL || logWeightRatio == 0.0));
    }

    /** {@inheritDoc} Both probabilities are computed from the log-odds, so that a small one loses no digits. */
    @Override
    public void probabilities(double[] margins, Mode mode, double[] logRatios, double[] probabilities) {
        double logOdds = logOdds(margins[0], mode) + (logRatios[1] - logRatios[0]);
        probabilities[0] = Sigmoid.of(-logOdds);
        probabilities[1] = Sigmoid.of(logOdds);
    }

    /** Log-odds of class 1 in the population of the mode. */
    double logOdds(double margin, Mode mode) {
        return switch (mode) {
            case NONE -> margin;
            case FOCAL -> focalLogOdds(margin);
            case POSTERIOR -> posteriorLogOdds(margin);
        };
    }

    /**
     * Log-odds of class 1 in the class-weighted population: the focusing is undone, the class weights are kept.
     *
     * @param margin margin m, infinities allowed
     * @return log-odds, nats
     */
    public double focalLogOdds(double margin) {
        double smoothed = smoothedLogOdds(margin);
        if (smoothing.isNone() || Double.isInfinite(smoothed)) {
            return smoothed;
        }
        return smoothing.undo(smoothed + logWeightRatio) - logWeightRatio;
    }

    /** Log-odds in the class-weighted population of the smoothed labels. */
    private double smoothedLogOdds(double margin) {
        if (Double.isInfinite(margin) || (positive.isInLogOdds() && negative.isInLogOdds())) {
            return margin;
        }
        return negative.logSlope(-margin) - positive.logSlope(margin);
    }

    /**
     * Log-odds of class 1 in the population of the data: focusing and class weights are undone.
     *
     * @param margin margin m, infinities allowed
     * @return log-odds, nats
     */
    public double posteriorLogOdds(double margin) {
        double smoothed = smoothedLogOdds(margin);
        return Double.isInfinite(smoothed) ? smoothed : smoothing.undo(smoothed + logWeightRatio);
    }

    /**
     * Returns the margin that minimizes the expected loss for given log-odds of the weighted and smoothed labels. It is
     * also the best constant margin for data with these log-odds. Without smoothing it is the inverse of {@link
     * #focalLogOdds}.
     *
     * @param logOdds log-odds of the weighted and smoothed labels, infinities allowed
     * @return margin, up to rounding errors of the bisection
     */
    public double marginOf(double logOdds) {
        if (Double.isInfinite(logOdds) || smoothedLogOdds(logOdds) == logOdds) {
            return logOdds;
        }
        double low = -1.0;
        while (smoothedLogOdds(low) > logOdds) {
            low *= 2.0;
        }
        double high = 1.0;
        while (smoothedLogOdds(high) < logOdds) {
            high *= 2.0;
        }
        return Bisection.root(margin -> smoothedLogOdds(margin) - logOdds, low, high);
    }
}
