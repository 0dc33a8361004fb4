package org.focalspark.loss;

import java.util.Arrays;

/**
 * Sum of the binary losses of every class against the rest, one column per class.
 *
 * <pre>
 *   f(m, y) = sum over classes c of b_c a_c(y = c) L_c(z_c),   z_c = m_c if y = c, else -m_c
 * </pre>
 *
 * <p>b_c is the weight of the column, chosen so that the sum over all rows, divided by the sum of their weights, is the sum
 * of the objectives of separate binary fits. Immutable and thread-safe.
 */
public final class OneVsRestLoss implements MarginLoss {
    private static final long serialVersionUID = 1L;

    private final BinaryLoss[] columns;
    private final double[] columnWeights;

    /**
     * Makes the loss.
     *
     * @param columns loss of each class against the rest; not copied
     * @param columnWeights weight b of each column, finite and &gt;= 0; not copied
     * @throws IllegalArgumentException if there are fewer than two classes or the lengths differ
     */
    public OneVsRestLoss(BinaryLoss[] columns, double[] columnWeights) {
        if (columns.length < 2 || columns.length != columnWeights.length) {
            throw new IllegalArgumentException(String.format(
                    "A one-vs-rest loss needs one loss and one weight for each of at least 2 classes, but got %d losses and"
                            + " %d weights.",
                    columns.length, columnWeights.length));
        }
        this.columns = columns;
        this.columnWeights = columnWeights;
    }

    @Override
    public int numColumns() {
        return columns.length;
    }

    /** Rows have no weight of their class: a row of one class is a row of the rest for all others. */
    @Override
    public ClassWeights classWeights() {
        return ClassWeights.equal();
    }

    @Override
    public boolean isLogLoss() {
        return Arrays.stream(columns).allMatch(BinaryLoss::isLogLoss);
    }

    @Override
    public Calibration calibration() {
        return new OneVsRestCalibration(
                Arrays.stream(columns).map(BinaryLoss::calibration).toArray(BinaryCalibration[]::new));
    }

    /**
     * Loss of a class against the rest.
     *
     * @param label class index
     * @return binary loss of its column
     */
    public BinaryLoss lossOf(int label) {
        return columns[label];
    }

    @Override
    public void evaluate(double[] margins, double[] labels, double[] weights, int from, int numRows, LossSums sums) {
        double[] tileWeights = weights.length == 0 ? weights : Arrays.copyOfRange(weights, from, from + numRows);
        double[] column = new double[numRows];
        double[] isClass = new double[numRows];
        for (int c = 0; c < columns.length; c++) {
            for (int r = 0; r < numRows; r++) {
                isClass[r] = labels[from + r] == c ? 1.0 : 0.0;
                column[r] = margins[c * numRows + r];
            }
            LossSums ofColumn = new LossSums();
            columns[c].evaluate(column, isClass, tileWeights, 0, numRows, ofColumn);
            for (int r = 0; r < numRows; r++) {
                margins[c * numRows + r] = columnWeights[c] * column[r];
            }
            sums.add(columnWeights[c] * ofColumn.loss(), ofColumn.nonConvexWeight() / columns.length);
        }
    }
}
