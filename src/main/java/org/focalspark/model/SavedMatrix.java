package org.focalspark.model;

import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;

/** A matrix read from a file. Spark compares its sizes in int, which overflows, and checks no index. */
final class SavedMatrix {
    private SavedMatrix() {}

    /** Returns the stored values. */
    static double[] values(Matrix matrix) {
        return matrix instanceof SparseMatrix sparse ? sparse.values() : ((DenseMatrix) matrix).values();
    }

    /** Returns whether the values and indices fit the size of the matrix. */
    static boolean isSound(Matrix matrix) {
        if (matrix instanceof SparseMatrix sparse) {
            return isSound(sparse);
        }
        return (long) matrix.numRows() * matrix.numCols() == values(matrix).length;
    }

    private static boolean isSound(SparseMatrix matrix) {
        int[] starts = matrix.colPtrs();
        int[] indices = matrix.rowIndices();
        int numLines = matrix.isTransposed() ? matrix.numRows() : matrix.numCols();
        int length = matrix.isTransposed() ? matrix.numCols() : matrix.numRows();
        boolean sound = numLines >= 0
                && starts.length == numLines + 1L
                && starts[0] == 0
                && starts[numLines] == indices.length
                && indices.length == matrix.values().length;
        for (int line = 0; sound && line < numLines; line++) {
            sound = starts[line] <= starts[line + 1] && starts[line + 1] <= indices.length;
            for (int i = starts[line]; sound && i < starts[line + 1]; i++) {
                sound = indices[i] >= 0 && indices[i] < length && (i == starts[line] || indices[i - 1] < indices[i]);
            }
        }
        return sound;
    }
}
