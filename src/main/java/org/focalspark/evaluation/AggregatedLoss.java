package org.focalspark.evaluation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.ml.linalg.Vectors;
import org.focalspark.evaluation.RowLoss.Mode;
import org.focalspark.loss.ClassWeights;

/** Losses of a dataset: normalizes the sums and returns them as one number, by column, or by row. */
final class AggregatedLoss implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LossTotals totals;
    private final RowLoss rowLoss;
    private final boolean pooled;
    private final boolean mean;
    private final double[] columnWeights;
    private final double[] divisors;

    /**
     * Normalizes the sums.
     *
     * @param columnReduction auto, pooled, sum or mean
     * @param eps smallest divisor of normalized losses; 0 turns normalization off
     */
    AggregatedLoss(LossSettings settings, LossTotals totals, String columnReduction, double eps) {
        this.totals = totals;
        this.rowLoss = totals.rowLoss();
        Mode mode = rowLoss.mode();
        boolean columns = mode == Mode.OVR || mode == Mode.MULTILABEL;
        this.pooled = columnReduction.equals("pooled") || (columnReduction.equals("auto") && mode == Mode.MULTILABEL);
        this.mean = columnReduction.equals("mean");
        this.columnWeights = (columns ? settings.classWeights() : ClassWeights.equal()).toArray(rowLoss.numColumns());
        this.divisors = new double[rowLoss.numColumns()];
        double pool = Arrays.stream(totals.factors()).sum();
        for (int k = 0; k < divisors.length; k++) {
            divisors[k] = eps > 0.0 ? Math.max(pooled ? pool : totals.factors()[k], eps) : 1.0;
        }
    }

    /**
     * Reduces the losses to one number.
     *
     * @param reduction mean, sum or weightedMean
     */
    double value(String reduction) {
        double[] losses = columnLosses();
        double[] counts = switch (reduction.toLowerCase(Locale.ROOT)) {
            case "sum" -> new double[0];
            case "weightedmean" -> requirePositive(totals.classWeights(), pooled ? columnWeights : new double[0]);
            default -> totals.weights();
        };
        if (counts.length > 0 && pooled) {
            return Arrays.stream(losses).sum() / Arrays.stream(counts).sum();
        }
        for (int k = 0; k < counts.length; k++) {
            // A column without a known label has loss 0 and is left out of the mean.
            losses[k] = counts[k] == 0.0 ? 0.0 : losses[k] / counts[k];
        }
        return Arrays.stream(losses).sum() / (mean ? knownColumnWeight() : 1.0);
    }

    /** Sum of weight times loss of each column, times the weight of the column. */
    double[] columnLosses() {
        double[] losses = new double[divisors.length];
        for (int k = 0; k < losses.length; k++) {
            losses[k] = columnWeights[k] * totals.losses()[k] / divisors[k];
        }
        return losses;
    }

    /** Returns the loss of a row: a Double, or a Vector for multilabel; NaN for unknown or ignored labels. */
    Object rowLosses(EvaluatedRow row) {
        double[] losses = new double[divisors.length];
        Arrays.fill(losses, Double.NaN);
        rowLoss.entries(row, (k, loss, factor, classWeight) -> losses[k] = columnWeights[k] * loss / divisors[k]);
        if (rowLoss.mode() == Mode.MULTILABEL) {
            return Vectors.dense(losses);
        }
        return Arrays.stream(losses).sum() / (mean ? knownColumnWeight() : 1.0);
    }

    private double knownColumnWeight() {
        double sum = 0.0;
        for (int k = 0; k < columnWeights.length; k++) {
            sum += totals.weights()[k] > 0.0 ? columnWeights[k] : 0.0;
        }
        return sum;
    }

    /**
     * Returns the sums of the class weights, multiplied by the column weights if there are any. Throws if the total is
     * 0.
     */
    private static double[] requirePositive(double[] classWeights, double[] columnWeights) {
        double[] counts = classWeights.clone();
        for (int k = 0; k < columnWeights.length; k++) {
            counts[k] *= columnWeights[k];
        }
        if (!(Arrays.stream(counts).sum() > 0.0)) {
            throw new IllegalArgumentException(
                    "reduction weightedMean needs a positive sum of weights times alpha, but it is 0.0: alpha gives no weight"
                            + " to any row. Choose alpha strictly between 0 and 1, or reduction mean.");
        }
        return counts;
    }
}
