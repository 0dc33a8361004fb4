package org.focalspark.loss;

import java.util.Arrays;

/**
 * A loss of the softmax probability of a row's class, one column per class.
 *
 * <pre>
 *   zeta = logit_y - log(sum over k != y of exp(logit_k))      then sigmoid(zeta) = softmax(logits)_y
 *   loss = a_y L_y(zeta),   d/d logit_y = a_y L_y'(zeta),   d/d logit_k = -a_y L_y'(zeta) exp(logit_k - m) / S
 * </pre>
 *
 * <p>m is the largest logit of the other classes and S the sum of exp(logit_k - m) over them; their product is never
 * formed as a number, so that a common offset of the logits costs no digits and nothing overflows. The derivatives sum
 * to 0. Finite for all finite logits, where a logarithm of the softmax would be infinite. Immutable and thread-safe.
 */
public class SoftmaxLoss implements MarginLoss {
    private static final long serialVersionUID = 1L;

    private final PointwiseLoss[] losses;
    private final double[] classWeights;

    /**
     * Makes the loss.
     *
     * @param losses loss of the rows of each class, in the logit of that class against all others; not copied
     * @param classWeights weight a of the rows of each class, finite and &gt;= 0; not copied
     * @throws IllegalArgumentException if there are fewer than two classes or the lengths differ
     */
    public SoftmaxLoss(PointwiseLoss[] losses, double[] classWeights) {
        if (losses.length < 2 || losses.length != classWeights.length) {
            throw new IllegalArgumentException(String.format(
                    "A softmax loss needs one loss and one class weight for each of at least 2 classes, but got %d losses"
                            + " and %d weights.",
                    losses.length, classWeights.length));
        }
        this.losses = losses;
        this.classWeights = classWeights;
    }

    @Override
    public int numColumns() {
        return losses.length;
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
        for (PointwiseLoss loss : losses) {
            if (!loss.isLogLoss()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Calibration calibration() {
        return new SoftmaxCalibration(losses, classWeights, isLogLoss());
    }

    /**
     * Loss of one row.
     *
     * @param logits margin of each class
     * @param label class of the row
     * @param derivatives receives d loss / d logit of each class
     * @return class weight times loss, nats
     */
    public double loss(double[] logits, int label, double[] derivatives) {
        double zeta = against(logits, label, derivatives);
        PointwiseLoss loss = losses[label];
        double slope = classWeights[label] * loss.derivative(zeta);
        for (int k = 0; k < logits.length; k++) {
            derivatives[k] *= -slope;
        }
        derivatives[label] = slope;
        return classWeights[label] * loss.loss(zeta);
    }

    @Override
    public void evaluate(double[] margins, double[] labels, double[] weights, int from, int numRows, LossSums sums) {
        double[] logits = new double[losses.length];
        double[] derivatives = new double[losses.length];
        double lossSum = 0.0;
        double nonConvexWeight = 0.0;
        for (int r = 0; r < numRows; r++) {
            double weight = weights.length == 0 ? 1.0 : weights[from + r];
            int label = (int) labels[from + r];
            for (int k = 0; k < logits.length; k++) {
                logits[k] = margins[k * numRows + r];
            }
            if (weight == 0.0 || classWeights[label] == 0.0) {
                Arrays.fill(derivatives, 0.0);
            } else {
                double zeta = against(logits, label, derivatives);
                nonConvexWeight += zeta < losses[label].convexFrom() ? weight : 0.0;
                lossSum += weight * loss(logits, label, derivatives);
            }
            for (int k = 0; k < logits.length; k++) {
                margins[k * numRows + r] = weight * derivatives[k];
            }
        }
        sums.add(lossSum, nonConvexWeight);
    }

    /** The logit of a class against all others; fills in the softmax of those others among themselves. */
    static double against(double[] logits, int label, double[] othersSoftmax) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logits.length; k++) {
            largest = k == label ? largest : Math.max(largest, logits[k]);
        }
        double sum = 0.0;
        for (int k = 0; k < logits.length; k++) {
            othersSoftmax[k] = k == label ? 0.0 : Math.exp(logits[k] - largest);
            sum += othersSoftmax[k];
        }
        for (int k = 0; k < logits.length; k++) {
            othersSoftmax[k] /= sum;
        }
        return logits[label] - largest - Math.log(sum);
    }
}
