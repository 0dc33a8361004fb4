package org.focalspark.loss;

/**
 * Class-weighted binary loss of a margin, with a pointwise loss per side.
 *
 * <pre>
 *   f(m, y) = a_y L_y(z),  z = (2y - 1) m
 * </pre>
 *
 * <p>The alpha of the paper is a_1 = alpha, a_0 = 1 - alpha. One column. Immutable and thread-safe.
 */
public final class BinaryLoss implements MarginLoss {
    private static final long serialVersionUID = 1L;

    private final PointwiseLoss negative;
    private final PointwiseLoss positive;
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
    public BinaryLoss(PointwiseLoss negative, PointwiseLoss positive, double negativeWeight, double positiveWeight) {
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
    public ClassWeights classWeights() {
        return ClassWeights.of(negativeWeight, positiveWeight);
    }

    /**
     * Loss of the rows with label 0.
     *
     * @return loss in the signed margin, without class weight
     */
    public PointwiseLoss negative() {
        return negative;
    }

    /**
     * Loss of the rows with label 1.
     *
     * @return loss in the signed margin, without class weight
     */
    public PointwiseLoss positive() {
        return positive;
    }

    @Override
    public boolean isLogLoss() {
        return negative.isLogLoss() && positive.isLogLoss();
    }

    @Override
    public BinaryCalibration calibration() {
        return new BinaryCalibration(this);
    }

    @Override
    public void evaluate(double[] margins, double[] labels, double[] weights, int from, int numRows, LossSums sums) {
        double[] z = new double[numRows];
        double[] losses = new double[numRows];
        int[] rows = new int[numRows];
        int numPositive = 0;
        int numNegative = 0;
        for (int r = 0; r < numRows; r++) {
            boolean isPositive = labels[from + r] > 0.0;
            int slot = isPositive ? numPositive++ : numRows - ++numNegative;
            rows[slot] = r;
            z[slot] = isPositive ? margins[r] : -margins[r];
        }
        double nonConvexWeight = 0.0;
        for (int i = 0; i < numRows; i++) {
            double convexFrom = (i < numPositive ? positive : negative).convexFrom();
            nonConvexWeight += z[i] < convexFrom && (i < numPositive ? positiveWeight : negativeWeight) > 0.0
                    ? weight(weights, from + rows[i])
                    : 0.0;
        }
        // Side by side, so that each loss gets a run of rows and the call stays monomorphic.
        positive.evaluate(z, losses, 0, numPositive);
        negative.evaluate(z, losses, numPositive, numRows);
        double lossSum = 0.0;
        for (int i = 0; i < numRows; i++) {
            boolean isPositive = i < numPositive;
            double rowWeight = weight(weights, from + rows[i]) * (isPositive ? positiveWeight : negativeWeight);
            lossSum += rowWeight == 0.0 ? 0.0 : rowWeight * losses[i];
            margins[rows[i]] = rowWeight == 0.0 ? 0.0 : rowWeight * (isPositive ? z[i] : -z[i]);
        }
        sums.add(lossSum, nonConvexWeight);
    }

    private static double weight(double[] weights, int row) {
        return weights.length == 0 ? 1.0 : weights[row];
    }
}
