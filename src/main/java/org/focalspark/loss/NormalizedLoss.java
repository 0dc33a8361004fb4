package org.focalspark.loss;

import java.util.Arrays;
import org.focalspark.loss.tile.TileRows;

/**
 * Focal loss divided by the sum of its focal factors, with the gradient of that ratio.
 *
 * <pre>
 *   F = N / P,  N = sum w a f (-log p),  P = sum w f,  f = (1 - p)^gamma or its reduced form
 *   dF/dz = w f (a ((log f)' (-log p) - q) - F (log f)') / P
 * </pre>
 *
 * <p>With label smoothing, both sums include all terms, each with its share of the label. Class weights and column
 * weights enter N only. P is the sum over all rows. One-vs-rest adds one ratio per column; multilabel has one ratio
 * over all entries. A certain row also changes P, and its gradient pushes it back, so the loss is not a mean over rows
 * and has no posterior map. N and P both vanish on separable data. They are stored in units of the largest factor, by
 * its logarithm, so that their ratio is defined.
 *
 * <p>The first numColumns multipliers are those of N, the others those of P. Not convex. Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/1909.07829">Automated Focal Loss for Image based Object Detection</a>
 */
public final class NormalizedLoss implements MarginLoss {
    private static final long serialVersionUID = 1L;
    private static final FocalLoss LOG_LOSS = new FocalLoss(0.0);

    private final SeparableLoss loss;

    /**
     * Creates the normalized form of a loss.
     *
     * @param loss sum of losses that have a focal factor
     */
    public NormalizedLoss(SeparableLoss loss) {
        this.loss = loss;
    }

    /**
     * The loss without normalization.
     *
     * @return loss
     */
    public SeparableLoss unnormalized() {
        return loss;
    }

    @Override
    public int numColumns() {
        return loss.numColumns();
    }

    @Override
    public int numMultipliers() {
        return 2 * loss.numColumns();
    }

    @Override
    public boolean isRedundant() {
        return loss.isRedundant();
    }

    @Override
    public ClassWeights classWeights() {
        return loss.classWeights();
    }

    @Override
    public boolean isLogLoss() {
        return false;
    }

    @Override
    public boolean hasPosteriorMap() {
        return false;
    }

    @Override
    public Calibration calibration() {
        return loss.calibration();
    }

    @Override
    public double[] constantMargins(LabelSums sums) {
        return loss.constantMargins(sums);
    }

    @Override
    public void evaluate(double[] margins, TileRows rows, LossSums sums) {
        double[] original = Arrays.copyOf(margins, numColumns() * rows.numRows());
        SignedMargins terms = loss.terms(original, rows);
        double[] logFactors = raise(terms, sums);
        double[] slopes = new double[terms.size()];
        double[] factorSlopes = new double[terms.size()];
        for (int i = 0; i < terms.size(); i++) {
            if (terms.weight(i) > 0.0) {
                int scale = scaleOf(terms.column(i));
                double z = terms.z(i);
                double factor =
                        terms.weight(i) * Math.exp(logFactors[i] - sums.ratios().logScale(scale));
                double logDerivative = factor(terms.loss(i)).logDerivative(z);
                double logLoss = LOG_LOSS.loss(z);
                sums.ratios().add(scale, terms.classWeight(i) * factor * logLoss, factor);
                slopes[i] = terms.classWeight(i) * factor * (logDerivative * logLoss + LOG_LOSS.derivative(z));
                factorSlopes[i] = factor * logDerivative;
            }
        }
        sums.add(0.0, Double.NaN, 1.0);
        Arrays.fill(margins, 0, 2 * original.length, 0.0);
        loss.scatter(terms, slopes, original, margins, 0);
        loss.scatter(terms, factorSlopes, original, margins, original.length);
    }

    /** Raises the unit of each scale to the largest factor so far, and returns the logarithms of the factors. */
    private double[] raise(SignedMargins terms, LossSums sums) {
        double[] logFactors = new double[terms.size()];
        double[] largest = new double[loss.numScales()];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < logFactors.length; i++) {
            if (terms.weight(i) > 0.0) {
                logFactors[i] = factor(terms.loss(i)).log(terms.z(i));
                int scale = scaleOf(terms.column(i));
                largest[scale] = Math.max(largest[scale], logFactors[i]);
            }
        }
        sums.ratios().raise(largest);
        return logFactors;
    }

    /** Returns the scale of a column. */
    private int scaleOf(int column) {
        return loss.numScales() == 1 ? 0 : column;
    }

    private static FocalFactor factor(PointwiseLoss loss) {
        return loss.factor().orElseThrow(() -> new IllegalArgumentException("The loss has no focal factor."));
    }

    @Override
    public Reduction reduce(LossSums sums, double lossWeightSum) {
        RatioSums ratios = sums.ratios();
        double[] perLoss = new double[numColumns()];
        double[] perFactor = new double[numColumns()];
        double value = 0.0;
        for (int c = 0; c < numColumns(); c++) {
            int scale = scaleOf(c);
            int from = loss.isPooled() ? 0 : scale;
            int to = loss.isPooled() ? ratios.size() : scale + 1;
            double unit = ratios.largestLogScale(from, to);
            double denominator = ratios.denominator(from, to, unit);
            if (denominator > 0.0) { // a column without weight has no loss and no gradient
                double ratio = ratios.numerator(from, to, unit) / denominator;
                perLoss[c] = Math.exp(ratios.logScale(scale) - unit) / denominator;
                perFactor[c] = -ratio * perLoss[c];
                value = loss.isPooled() ? ratio : value + ratio;
            }
        }
        return new Reduction(value, perLoss, perFactor);
    }
}
