package org.focalspark.loss;

import java.util.Arrays;

/**
 * The map of a {@link OneVsRestLoss}: every column by the binary map of its loss, then divided by their sum. Each
 * column is exact by itself; that they do not sum to 1 before is the price of fitting them apart, so the result is
 * approximate.
 */
final class OneVsRestCalibration implements Calibration {
    private static final long serialVersionUID = 1L;

    private final BinaryCalibration[] columns;

    OneVsRestCalibration(BinaryCalibration[] columns) {
        this.columns = columns;
    }

    @Override
    public int numClasses() {
        return columns.length;
    }

    @Override
    public void probabilities(double[] margins, Mode mode, double[] logRatios, double[] probabilities) {
        // In logarithms: where all classes are unlikely, the least unlikely one is still told apart.
        double[] logs = new double[columns.length];
        for (int c = 0; c < columns.length; c++) {
            double logOdds = columns[c].logOdds(margins[c], mode);
            logs[c] = Math.min(logOdds, 0.0) - Math.log1p(Math.exp(-Math.abs(logOdds))) + logRatios[c];
        }
        double largest = Arrays.stream(logs).max().orElseThrow();
        double sum = 0.0;
        for (int c = 0; c < columns.length; c++) {
            probabilities[c] = Math.exp(largest == Double.NEGATIVE_INFINITY ? logRatios[c] : logs[c] - largest);
            sum += probabilities[c];
        }
        for (int c = 0; c < columns.length; c++) {
            probabilities[c] /= sum;
        }
    }
}
