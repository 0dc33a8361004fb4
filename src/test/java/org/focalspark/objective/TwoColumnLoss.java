package org.focalspark.objective;

import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.Calibration;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.LossSums;
import org.focalspark.loss.MarginLoss;

/** Sum of two binary losses, the second of the opposite label: shows that nothing below binary assumes one column. */
final class TwoColumnLoss implements MarginLoss {
    private static final long serialVersionUID = 1L;

    private final BinaryLoss first = loss(2.0);
    private final BinaryLoss second = loss(0.5);

    private static BinaryLoss loss(double gamma) {
        return new BinaryLoss(new FocalLoss(gamma), new FocalLoss(gamma), 0.5, 0.5);
    }

    @Override
    public int numColumns() {
        return 2;
    }

    @Override
    public ClassWeights classWeights() {
        return ClassWeights.equal();
    }

    @Override
    public boolean isLogLoss() {
        return false;
    }

    @Override
    public Calibration calibration() {
        return first.calibration();
    }

    @Override
    public void evaluate(double[] margins, double[] labels, double[] weights, int from, int numRows, LossSums sums) {
        double[] other = new double[numRows];
        double[] otherLabels = new double[labels.length];
        for (int r = 0; r < numRows; r++) {
            other[r] = margins[numRows + r];
            otherLabels[from + r] = 1.0 - labels[from + r];
        }
        first.evaluate(margins, labels, weights, from, numRows, sums);
        second.evaluate(other, otherLabels, weights, from, numRows, sums);
        System.arraycopy(other, 0, margins, numRows, numRows);
    }
}
