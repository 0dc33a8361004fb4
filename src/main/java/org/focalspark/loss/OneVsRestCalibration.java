package org.focalspark.loss;

import java.util.Arrays;

/**
 * Calibration map of a {@link OneVsRestLoss}: applies the binary map of its loss to each column, then divides the
 * probabilities by their sum. Each column is exact by itself. But columns are fitted separately and need not sum to 1,
 * so the normalized probabilities are approximate.
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
        // In logarithms, so that ratios stay accurate if all classes are unlikely.
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
