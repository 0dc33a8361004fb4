package org.focalspark.loss;

import java.util.Arrays;
import org.focalspark.loss.tile.TileRows;

/**
 * Loss of the softmax probability of a row's class, one column per class.
 *
 * <pre>
 *   zeta = logit_y - log(sum over k != y of exp(logit_k))      then sigmoid(zeta) = softmax(logits)_y
 *   loss = a_y L_y(zeta),   d/d logit_y = a_y L_y'(zeta),   d/d logit_k = -a_y L_y'(zeta) exp(logit_k - m) / S
 * </pre>
 *
 * <p>m is the largest logit of the other classes and S the sum of exp(logit_k - m) over them. The product exp(m) S is
 * never computed, so a common offset of the logits loses no digits and nothing overflows. The derivatives sum to 0. The
 * loss is finite for all finite logits, even if the softmax underflows to 0.
 *
 * <p>With label smoothing e, the loss is 1 - e times this loss plus e / K times the loss of every class, each with its
 * own class weight, as in PyTorch's cross_entropy. Immutable and thread-safe.
 */
public class SoftmaxLoss extends SeparableLoss {
    private static final long serialVersionUID = 1L;

    private final PointwiseLoss[] losses;
    private final double[] classWeights;
    private final ClassLosses classes;

    /**
     * Creates the loss.
     *
     * @param losses loss of the rows of each class, in the logit of that class against all others; not copied
     * @param classWeights weight a of the rows of each class, finite and &gt;= 0; not copied
     * @throws IllegalArgumentException if there are no classes or the lengths differ
     */
    public SoftmaxLoss(PointwiseLoss[] losses, double[] classWeights) {
        this(losses, classWeights, 0.0);
    }

    /**
     * Creates the loss with label smoothing.
     *
     * @param losses loss of the rows of each class, in the logit of that class against all others; not copied
     * @param classWeights weight a of the rows of each class, finite and &gt;= 0; not copied
     * @param smoothing label smoothing, in [0, 1)
     * @throws IllegalArgumentException if there are no classes, the lengths differ or the smoothing is out of range
     */
    public SoftmaxLoss(PointwiseLoss[] losses, double[] classWeights, double smoothing) {
        super(smoothing);
        if (losses.length < 1 || losses.length != classWeights.length) {
            throw new IllegalArgumentException(String.format(
                    "A softmax loss needs one loss and one class weight for each of at least 1 class, but got %d losses"
                            + " and %d weights.",
                    losses.length, classWeights.length));
        }
        this.losses = losses;
        this.classWeights = classWeights;
        this.classes = new ClassLosses(losses, classWeights);
    }

    @Override
    public int numColumns() {
        return losses.length;
    }

    @Override
    public boolean isRedundant() {
        return true;
    }

    @Override
    public ClassWeights classWeights() {
        return ClassWeights.of(classWeights);
    }

    /**
     * Loss of the rows of a class.
     *
     * @param label class index
     * @return loss in the logit of that class against all others, without class weight
     */
    public PointwiseLoss lossOf(int label) {
        return losses[label];
    }

    @Override
    public boolean isLogLoss() {
        return smoothing() == 0.0 && Arrays.stream(losses).allMatch(PointwiseLoss::isLogLoss);
    }

    @Override
    public boolean hasPosteriorMap() {
        return Arrays.stream(losses).allMatch(PointwiseLoss::hasPosteriorMap);
    }

    @Override
    public Calibration calibration() {
        return new SoftmaxCalibration(losses, classWeights, smoothing());
    }

    /** If only one class has weight, its margin is infinite, so that its softmax is 1, and all other margins are 0. */
    @Override
    public double[] constantMargins(LabelSums sums) {
        double[] weighted = classWeights().applyTo(sums.positive());
        double[] margins = new double[weighted.length];
        boolean constant = smoothing() == 0.0
                && Arrays.stream(weighted).filter(sum -> sum > 0.0).count() == 1;
        for (int k = 0; k < margins.length; k++) {
            margins[k] = !constant ? Double.NaN : weighted[k] > 0.0 ? Double.POSITIVE_INFINITY : 0.0;
        }
        return margins;
    }

    /**
     * Loss of one row, without label smoothing.
     *
     * @param logits margin of each class
     * @param label class of the row
     * @param derivatives receives d loss / d logit of each class
     * @return class weight times loss, nats
     */
    public double loss(double[] logits, int label, double[] derivatives) {
        return loss(Softmax.against(logits, label, derivatives), label, derivatives);
    }

    /** Returns the loss for zeta. On entry {@code derivatives} contains the softmax of the other classes. */
    private double loss(double zeta, int label, double[] derivatives) {
        PointwiseLoss loss = losses[label];
        double slope = classWeights[label] * loss.derivative(zeta);
        for (int k = 0; k < derivatives.length; k++) {
            derivatives[k] *= -slope;
        }
        derivatives[label] = slope;
        return classWeights[label] * loss.loss(zeta);
    }

    @Override
    public void evaluate(double[] margins, TileRows rows, LossSums sums) {
        if (smoothing() > 0.0) {
            evaluateTerms(margins, rows, sums);
            return;
        }
        double[] zetas = Softmax.against(margins, rows, numColumns());
        classes.evaluate(rows, zetas, sums);
        Softmax.toLogits(margins, rows, zetas);
    }

    @Override
    SignedMargins terms(double[] margins, TileRows rows) {
        int numClasses = losses.length;
        int numRows = rows.numRows();
        SignedMargins terms = new SignedMargins(smoothing() > 0.0 ? numClasses * numRows : numRows);
        Softmax.Row row = new Softmax.Row(numClasses);
        for (int r = 0; r < numRows; r++) {
            copyRow(margins, numRows, r, row.logits());
            row.evaluate();
            int label = rows.classOf(r);
            for (int k = 0; k < numClasses; k++) {
                double share = smoothing() / numClasses + (k == label ? 1.0 - smoothing() : 0.0);
                if (share > 0.0) {
                    terms.add(
                            r,
                            new SignedMargins.Term(k, true, losses[k], classWeights[k]),
                            row.zetas()[k],
                            share * rows.weight(r));
                }
            }
        }
        return terms;
    }

    @Override
    void scatter(SignedMargins terms, double[] slopes, double[] margins, double[] multipliers, int offset) {
        int numClasses = losses.length;
        int numRows = margins.length / numClasses;
        Softmax.Row row = new Softmax.Row(numClasses);
        double[] ofRow = new double[numClasses];
        int term = 0;
        for (int r = 0; r < numRows; r++) {
            Arrays.fill(ofRow, 0.0);
            for (; term < terms.size() && terms.row(term) == r; term++) {
                ofRow[terms.column(term)] = slopes[term];
            }
            copyRow(margins, numRows, r, row.logits());
            row.evaluate();
            row.toLogits(ofRow);
            for (int k = 0; k < numClasses; k++) {
                multipliers[offset + k * numRows + r] = ofRow[k];
            }
        }
    }

    private static void copyRow(double[] margins, int numRows, int row, double[] logits) {
        for (int k = 0; k < logits.length; k++) {
            logits[k] = margins[k * numRows + row];
        }
    }
}
