package org.focalspark.objective;

import java.util.Arrays;

/**
 * Order of the entries of sparse rows by slot, known as jagged diagonals (Saad 1989): the first entry of every row,
 * then the second entry of every row with two or more, and so on. Rows with more entries come first.
 *
 * <p>Indices of a row ascend, so a slot accesses a narrow range of features, and their coefficients stay in a cache for
 * thousands of rows. Row by row, nearly every entry of a wide model would wait for memory.
 */
final class SlotOrder {
    private final int[] rowStarts;
    private final int[] rows;
    private final int[] starts;

    /**
     * Computes the order.
     *
     * @param rowStarts index of the first entry of each row, then the number of all entries
     */
    SlotOrder(int[] rowStarts) {
        this.rowStarts = rowStarts;
        this.rows = longestFirst(rowStarts);
        this.starts = new int[rows.length == 0 ? 1 : length(rows[0]) + 1];
        int numRows = rows.length;
        for (int slot = 0; slot + 1 < starts.length; slot++) {
            while (length(rows[numRows - 1]) <= slot) {
                numRows--;
            }
            starts[slot + 1] = starts[slot] + numRows;
        }
    }

    /** Sorts rows by descending number of entries. Rows with equally many entries stay in their order. */
    private static int[] longestFirst(int[] rowStarts) {
        long[] keys = new long[rowStarts.length - 1];
        for (int r = 0; r < keys.length; r++) {
            long length = (long) rowStarts[r + 1] - rowStarts[r];
            keys[r] = (Integer.MAX_VALUE - length) << Integer.SIZE | r;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    private int length(int row) {
        return rowStarts[row + 1] - rowStarts[row];
    }

    int numRows() {
        return rows.length;
    }

    /** Index of the first entry of each slot, then the number of all entries. */
    int[] starts() {
        return starts;
    }

    /** Sorts values of rows, equally many per row, into the order of the rows here. */
    double[] rows(double[] perRow) {
        double[] ordered = new double[perRow.length];
        int width = rows.length == 0 ? 0 : perRow.length / rows.length;
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(perRow, rows[r] * width, ordered, r * width, width);
        }
        return ordered;
    }

    /** Copies the entries: reads row by row and writes to one position per slot. */
    void copyEntries(int[] indices, double[] values, int[] toIndices, double[] toValues) {
        for (int r = 0; r < rows.length; r++) {
            int start = rowStarts[rows[r]];
            for (int slot = 0; slot < length(rows[r]); slot++) {
                int target = starts[slot] + r;
                toIndices[target] = indices[start + slot];
                toValues[target] = values[start + slot];
            }
        }
    }
}
