package org.focalspark.loss;

/** The map of a {@link MultilabelLoss}: every label by the binary map of its loss, exact by itself. */
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
