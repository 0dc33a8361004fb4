package org.focalspark.loss;

/** Calibration map of a {@link MultilabelLoss}: applies the exact binary map of its loss to each label. */
final class MultilabelCalibration implements Calibration {
    private static final long serialVersionUID = 1L;

    private final BinaryCalibration[] columns;

    MultilabelCalibration(BinaryCalibration[] columns) {
        this.columns = columns;
    }

    @Override
    public int numClasses() {
        return columns.length;
    }

    @Override
    public void probabilities(double[] margins, Mode mode, double[] logRatios, double[] probabilities) {
        for (int c = 0; c < columns.length; c++) {
            probabilities[c] = Sigmoid.of(columns[c].logOdds(margins[c], mode) + logRatios[c]);
        }
    }
}
