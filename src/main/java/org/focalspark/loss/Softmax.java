package org.focalspark.loss;

import org.focalspark.loss.tile.Elementary;
import org.focalspark.loss.tile.LossScratch;
import org.focalspark.loss.tile.LossScratch.Use;
import org.focalspark.loss.tile.OtherClasses;
import org.focalspark.loss.tile.TileRows;

/**
 * Softmax as the logit of one class against all others together. The unscaled sum of exponentials is never computed.
 *
 * <pre>
 *   zeta_k = logit_k - log(sum over j != k of exp(logit_j)),   sigmoid(zeta_k) = softmax(logits)_k
 * </pre>
 */
final class Softmax {
    private Softmax() {}

    /**
     * Returns the logit of one class against all others.
     *
     * @param logits margin of each class
     * @param label the class
     * @param othersSoftmax receives the softmax over the other classes, 0 for the class itself
     * @return zeta
     */
    static double against(double[] logits, int label, double[] othersSoftmax) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logits.length; k++) {
            largest = k == label ? largest : Math.max(largest, logits[k]);
        }
        double sum = 0.0;
        for (int k = 0; k < logits.length; k++) {
            othersSoftmax[k] = k == label ? 0.0 : Elementary.exp(logits[k] - largest);
            sum += othersSoftmax[k];
        }
        double inverse = 1.0 / sum;
        for (int k = 0; k < logits.length; k++) {
            othersSoftmax[k] *= inverse;
        }
        return logits[label] - largest - Math.log(sum);
    }

    /**
     * Computes the logits of the rows' own classes against all others for a tile of rows. Results are bit-identical to
     * those of single rows.
     *
     * @param logits margins, column by column; overwritten by the softmax over the other classes, 0 for the row's own
     *     class
     * @param rows rows, whose labels are classes
     * @return zeta of each row, in a scratch array
     */
    static double[] against(double[] logits, TileRows rows, int numClasses) {
        int numRows = rows.numRows();
        OtherClasses others = rows.scratch().others().moveTo(rows, numClasses);
        rows.scratch().math().othersSoftmax(logits, others, 0, numRows);
        double[] zetas = rows.scratch().array(Use.SIGNED_MARGINS, numRows);
        for (int r = 0; r < numRows; r++) {
            zetas[r] = others.ownLogits()[r] - others.largest()[r] - Math.log(others.sums()[r]);
        }
        return zetas;
    }

    /**
     * Converts derivatives in the zetas to derivatives in the logits, in place of the softmax that {@link #against}
     * computed for the same rows.
     */
    static void toLogits(double[] softmax, TileRows rows, double[] slopes) {
        LossScratch scratch = rows.scratch();
        scratch.math().othersDerivatives(softmax, scratch.others(), slopes, 0, rows.numRows());
    }

    /** Logits of each class of a row against all others. The arrays are reused for the next row. Not thread-safe. */
    static final class Row {
        private final double[] logits;
        private final double[] powers;
        private final double[] sums;
        private final double[] zetas;
        private int top;
        private double second;

        Row(int numClasses) {
            logits = new double[numClasses];
            powers = new double[numClasses];
            sums = new double[numClasses];
            zetas = new double[numClasses];
        }

        /** The logits, to be filled before {@link #evaluate}. */
        double[] logits() {
            return logits;
        }

        /** zeta of each class. */
        double[] zetas() {
            return zetas;
        }

        /**
         * Evaluates the logits, in time linear in their number. For each class except the top one, the sum of the
         * others contains the 1 of the top class, so subtracting the class from the total loses no digits. The others
         * of the top class are summed in units of the second largest.
         */
        void evaluate() {
            top = top(logits);
            second = Double.NEGATIVE_INFINITY;
            double all = 0.0;
            for (int k = 0; k < logits.length; k++) {
                powers[k] = Elementary.exp(logits[k] - logits[top]);
                all += powers[k];
                second = k == top ? second : Math.max(second, logits[k]);
            }
            for (int k = 0; k < logits.length; k++) {
                sums[k] = all - powers[k];
                zetas[k] = logits[k] - logits[top] - Math.log(sums[k]);
            }
            sums[top] = 0.0;
            for (int k = 0; k < logits.length; k++) {
                sums[top] += k == top ? 0.0 : Elementary.exp(logits[k] - second);
            }
            zetas[top] = logits[top] - second - Math.log(sums[top]);
        }

        /**
         * Converts derivatives in the zetas to derivatives in the logits, in place: d zeta_k / d logit_j = -exp(logit_j
         * - m) / S_k for j != k. The sums over k != j are added from both ends, never computed as a difference.
         */
        void toLogits(double[] slopes) {
            double topSlope = slopes[top];
            double before = 0.0;
            for (int j = 0; j < slopes.length; j++) {
                double own = slopes[j];
                slopes[j] = own - powers[j] * before;
                sums[j] = j == top ? sums[j] : own / sums[j]; // from here on the term of class j, not its sum
                before += j == top ? 0.0 : sums[j];
            }
            double after = 0.0;
            for (int j = slopes.length - 1; j >= 0; j--) {
                slopes[j] -= powers[j] * after;
                after += j == top ? 0.0 : sums[j];
            }
            for (int j = 0; j < slopes.length && topSlope != 0.0; j++) {
                slopes[j] -= j == top ? 0.0 : Elementary.exp(logits[j] - second) / sums[top] * topSlope;
            }
        }
    }

    /** Index of the largest logit. */
    private static int top(double[] logits) {
        int top = 0;
        for (int k = 1; k < logits.length; k++) {
            top = logits[k] > logits[top] ? k : top;
        }
        return top;
    }
}
