package org.focalspark.objective;

import java.util.Arrays;

/**
 * The order of the entries of sparse rows by slots, known as jagged diagonals (Saad 1989): first the first entry of every
 * row, then the second of every row that has two, and so on, the rows with most entries first.
 *
 * <p>Indices of a row ascend, so that a slot reaches for a narrow range of features: a cache holds its coefficients while
 * thousands of rows go by. Row by row, nearly every entry of a wide model would wait for memory.
 */
final class SlotOrder {
    private final int[] rowStarts;
    private final int[] rows;
    private final int[] starts;

    /**
     * Finds the order.
     *
     * @param rowStarts where each row's entries begin, row by row, and the number of all entries at the end
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

    /** Rows of as many entries stay in their order. */
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

    /** Where each slot begins, and the number of all entries at the end. */
    int[] starts() {
        return starts;
    }

    /** What belongs to rows, as many numbers to each, in the order of the rows here. */
    double[] rows(double[] perRow) {
        double[] ordered = new double[perRow.length];
        int width = rows.length == 0 ? 0 : perRow.length / rows.length;
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(perRow, rows[r] * width, ordered, r * width, width);
        }
        return ordered;
    }

    /** Copies the entries: read row by row, written to as many places as there are slots. */
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
