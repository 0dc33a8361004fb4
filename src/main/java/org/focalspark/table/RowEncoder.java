package org.focalspark.table;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the cells of a row as features: one per numeric column, then one per level of each categorical column.
 *
 * <p>The fill value of the column replaces missing, unreadable and infinite numbers. A missing or unseen level has 0 in
 * all features of its column; if rare levels share a feature, unseen levels use that feature.
 */
public final class RowEncoder implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] fills;
    private final LevelIndex[] levels;
    private final boolean decimalComma;
    private final int size;

    /**
     * Creates the encoder.
     *
     * @param fills one finite fill value per numeric column
     * @param levels one index per categorical column
     * @param decimalComma whether texts write numbers as 1.234,50
     */
    public RowEncoder(double[] fills, LevelIndex[] levels, boolean decimalComma) {
        this.fills = fills.clone();
        this.levels = levels.clone();
        this.decimalComma = decimalComma;
        int features = fills.length;
        for (LevelIndex level : levels) {
            features += level.numFeatures();
        }
        this.size = features;
    }

    /** Cells of a row, numeric columns first. */
    @FunctionalInterface
    public interface Cells {
        /**
         * Returns a cell.
         *
         * @param column index of the column
         * @return number, boolean, text or null
         */
        @Nullable
        Object get(int column);
    }

    /** Receives the nonzero features in ascending order of index. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Receives a feature.
         *
         * @param feature index, below {@link #size()}
         * @param value not 0
         */
        void put(int feature, double value);
    }

    /**
     * Number of features.
     *
     * @return size of the vectors
     */
    public int size() {
        return size;
    }

    /**
     * Number of columns.
     *
     * @return number of numeric and categorical columns
     */
    public int numColumns() {
        return fills.length + levels.length;
    }

    /**
     * Encodes a row.
     *
     * @param cells the row
     * @param sink receives the features
     */
    public void encode(Cells cells, Sink sink) {
        for (int i = 0; i < fills.length; i++) {
            double number = CellValue.number(cells.get(i), decimalComma);
            double value = Double.isFinite(number) ? number : fills[i];
            if (value != 0.0) {
                sink.put(i, value);
            }
        }
        int offset = fills.length;
        for (int i = 0; i < levels.length; i++) {
            String level = CellValue.level(cells.get(fills.length + i));
            if (level != null) {
                int index = levels[i].of(level);
                int feature = index == LevelIndex.UNSEEN ? levels[i].featureOfUnseen() : index;
                if (feature != LevelIndex.UNSEEN) {
                    sink.put(offset + feature, 1.0);
                }
            }
            offset += levels[i].numFeatures();
        }
    }

    /**
     * Counts missing values, unreadable values and unseen levels of a row.
     *
     * @param cells the row
     * @param tally one tally per column
     */
    public void tally(Cells cells, ColumnTally[] tally) {
        for (int i = 0; i < fills.length; i++) {
            Object cell = cells.get(i);
            if (CellValue.isMissingNumber(cell)) {
                tally[i].addMissing();
            } else if (!Double.isFinite(CellValue.number(cell, decimalComma))) {
                tally[i].addUnreadable(String.valueOf(cell));
            }
        }
        for (int i = 0; i < levels.length; i++) {
            String level = CellValue.level(cells.get(fills.length + i));
            if (level == null) {
                tally[fills.length + i].addMissing();
            } else if (levels[i].of(level) == LevelIndex.UNSEEN) {
                tally[fills.length + i].addUnseen(level);
            }
        }
    }
}
