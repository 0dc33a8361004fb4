package org.focalspark.loss;

import org.focalspark.loss.tile.TileRows;

/**
 * Sum of the binary losses of labels that do not exclude each other, one column per label. A label of NaN is unknown,
 * and its entry is ignored. Immutable and thread-safe.
 */
public final class MultilabelLoss extends ColumnLoss {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the loss.
     *
     * @param columns loss of each label; not copied
     * @param columnWeights weight of each column, finite and &gt;= 0; 0 excludes the column; not copied
     * @throws IllegalArgumentException if there is no label or the lengths differ
     */
    public MultilabelLoss(BinaryLoss[] columns, double[] columnWeights) {
        super(checked(columns, columnWeights.length), columnWeights);
    }

    private static BinaryLoss[] checked(BinaryLoss[] columns, int numWeights) {
        if (columns.length == 0 || columns.length != numWeights) {
            throw new IllegalArgumentException(String.format(
                    "A multilabel loss needs one loss and one weight for each of at least 1 label, but got %d losses and %d"
                            + " weights.",
                    columns.length, numWeights));
        }
        return columns;
    }

    /** Labels are stored row by row. */
    @Override
    double label(TileRows rows, int row, int column) {
        return rows.label(row, column, numColumns());
    }

    @Override
    public Calibration calibration() {
        return new MultilabelCalibration(calibrations());
    }
}
