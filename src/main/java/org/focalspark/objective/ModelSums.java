package org.focalspark.objective;

import java.io.Serializable;
import org.focalspark.loss.LossSums;
import org.focalspark.loss.Reduction;

/** Sums of one model in an aggregator: its losses, and the range of its columns in the gradient. */
final class ModelSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LossSums sums = new LossSums();
    private final int firstColumn;
    private final int numColumns;
    private double[] logScales = {};

    /**
     * Creates empty sums of a model.
     *
     * @param firstColumn index of the first column of the model in the gradient
     * @param numColumns number of columns of the model in the gradient
     */
    ModelSums(int firstColumn, int numColumns) {
        this.firstColumn = firstColumn;
        this.numColumns = numColumns;
    }

    /** Sums of the loss; not a copy. */
    LossSums losses() {
        return sums;
    }

    /** Computes the loss part of the objective from the gradient sums of all models. */
    LinearGradient reduce(Reduction reduction, double[] gradient, double[] offsetGradient) {
        return new LinearGradient(
                reduction.value(),
                reduced(gradient, gradient.length / offsetGradient.length, reduction),
                reduced(offsetGradient, 1, reduction));
    }

    private double[] reduced(double[] columnSums, int width, Reduction reduction) {
        int start = firstColumn * width;
        boolean hasFactors = reduction.perFactor().length > 0;
        int length = numColumns * width / (hasFactors ? 2 : 1);
        double[] reduced = new double[length];
        for (int c = 0; c * width < length; c++) {
            double perLoss = reduction.perLoss()[c];
            double perFactor = hasFactors ? reduction.perFactor()[c] : 0.0;
            for (int i = c * width; i < (c + 1) * width; i++) {
                reduced[i] = perLoss * columnSums[start + i];
                if (hasFactors) {
                    reduced[i] += perFactor * columnSums[start + length + i];
                }
            }
        }
        return reduced;
    }

    /** Whether the sums have units, which may rise. */
    boolean isScaled() {
        return sums.ratios().size() > 0;
    }

    /** Rescales the gradient to the current units of the sums, which rise with each larger factor. */
    void rescale(double[] gradient, double[] offsetGradient) {
        rescale(gradient, offsetGradient, new double[0], 0);
    }

    /**
     * Rescales the gradient, and multipliers that will be added to it.
     *
     * @param multipliers multipliers of all models; may be empty
     * @param numRows number of their rows; may be 0
     */
    void rescale(double[] gradient, double[] offsetGradient, double[] multipliers, int numRows) {
        double[] now = sums.ratios().logScales();
        for (int s = 0; s < logScales.length; s++) {
            if (now[s] > logScales[s]) {
                double factor = Math.exp(logScales[s] - now[s]);
                scale(s, factor, gradient, gradient.length / offsetGradient.length);
                scale(s, factor, offsetGradient, 1);
                scale(s, factor, multipliers, numRows);
            }
        }
        logScales = now;
    }

    private void scale(int scale, double factor, double[] columnSums, int width) {
        for (int c = 0; c < numColumns; c++) {
            if (logScales.length == 1 || c % logScales.length == scale) {
                int column = firstColumn + c;
                for (int j = column * width; j < (column + 1) * width; j++) {
                    columnSums[j] *= factor;
                }
            }
        }
    }
}
