package org.focalspark.loss;

/**
 * Class-weighted binary focal loss of a margin (Lin et al. 2017, eq. 5), with a focusing parameter per side.
 *
 * <pre>
 *   f(m, y) = a_y L(z; gamma_y),  z = (2y - 1) m,  L as in {@link FocalLoss}
 * </pre>
 *
 * <p>The alpha of the paper is a_1 = alpha, a_0 = 1 - alpha. One column. Immutable and thread-safe.
 */
public final class BinaryFocalLoss implements MarginLoss {
    private static final long serialVersionUID = 1L;

    private final FocalLoss negative;
    private final FocalLoss positive;
    private final double negativeWeight;
    private final double positiveWeight;

    /**
     * Makes the loss from its two sides.
     *
     * @param negative loss of the rows with label 0
     * @param positive loss of the rows with label 1
     * @param negativeWeight class weight of label 0, finite and &gt;= 0
     * @param positiveWeight class weight of label 1, finite and &gt;= 0
     */
    public BinaryFocalLoss(FocalLoss negative, FocalLoss positive, double negativeWeight, double positiveWeight) {
        this.negative = negative;
        this.positive = positive;
        this.negativeWeight = negativeWeight;
        this.positiveWeight = positiveWeight;
    }

    @Override
    public int numColumns() {
        return 1;
    }

    @Override
    public double classWeight(int label) {
        return label == 1 ? positiveWeight : negativeWeight;
    }

    /**
     * Loss of the rows with label 0.
     *
     * @return loss in the signed margin, without class weight
     */
    public FocalLoss negative() {
        return negative;
    }

    /**
     * Loss of the rows with label 1.
     *
     * @return loss in the signed margin, without class weight
     */
    public FocalLoss positive() {
        return positive;
    }

    /**
     * Whether nothing is focused.
     *
     * @return true if gamma is 0 on both sides
     */
    public boolean isLogLoss() {
        return negative.gamma() == 0.0 && positive.gamma() == 0.0;
    }

    /**
     * How this loss's margins map to probabilities.
     *
     * @return the closed-form map of this loss
     */
    public BinaryCalibration calibration() {
        return new BinaryCalibration(this);
    }

    @Override
    public void evaluate(double[] margins, double[] labels, double[] weights, int from, int numRows, LossSums sums) {
        double lossSum = 0.0;
        double nonConvexWeight = 0.0;
        for (int r = 0; r < numRows; r++) {
            double weight = weights.length == 0 ? 1.0 : weights[from + r];
            boolean isPositive = labels[from + r] > 0.0;
            FocalLoss side = isPositive ? positive : negative;
            double rowWeight = weight * (isPositive ? positiveWeight : negativeWeight);
            if (rowWeight == 0.0) {
                margins[r] = 0.0;
                continue;
            }
            double z = isPositive ? margins[r] : -margins[r];
            double t = Math.exp(-Math.abs(z));
            double l = Math.log1p(t);
            double power = side.power(z, t, l);
            double derivative = side.derivative(z, t, l, power);
            lossSum += rowWeight * (power * (z >= 0.0 ? l : l - z));
            nonConvexWeight += z < side.convexFrom() ? weight : 0.0;
            margins[r] = rowWeight * (isPositive ? derivative : -derivative);
        }
        sums.add(lossSum, nonConvexWeight);
    }
}
