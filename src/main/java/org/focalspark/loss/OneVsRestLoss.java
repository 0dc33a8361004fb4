package org.focalspark.loss;

import org.focalspark.loss.tile.TileRows;

/** Sum of the binary losses of every class against the rest, one column per class. Immutable and thread-safe. */
public final class OneVsRestLoss extends ColumnLoss {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the loss.
     *
     * @param columns loss of each class against the rest; not copied
     * @param columnWeights weight of each column, finite and &gt;= 0; 0 excludes the column; not copied
     * @throws IllegalArgumentException if there are fewer than two classes or the lengths differ
     */
    public OneVsRestLoss(BinaryLoss[] columns, double[] columnWeights) {
        super(checked(columns, columnWeights.length), columnWeights);
    }

    private static BinaryLoss[] checked(BinaryLoss[] columns, int numWeights) {
        if (columns.length < 2 || columns.length != numWeights) {
            throw new IllegalArgumentException(String.format(
                    "A one-vs-rest loss needs one loss and one weight for each of at least 2 classes, but got %d losses and"
                            + " %d weights.",
                    columns.length, numWeights));
        }
        return columns;
    }

    @Override
    double label(TileRows rows, int row, int column) {
        return rows.label(row) == column ? 1.0 : 0.0;
    }

    @Override
    public Calibration calibration() {
        return new OneVsRestCalibration(calibrations());
    }

    @Override
    boolean isPooled() {
        return false;
    }
}
