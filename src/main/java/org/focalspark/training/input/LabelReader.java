package org.focalspark.training.input;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** Reads the labels of a row that {@link InputColumns} has selected. */
final class LabelReader implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double[] NONE = {};

    private final boolean multilabel;
    private final double ignoreLabel;

    LabelReader(boolean multilabel, double ignoreLabel) {
        this.multilabel = multilabel;
        this.ignoreLabel = ignoreLabel;
    }

    /**
     * Returns one class index, NaN for null; or one label per column, NaN if unknown, and no labels for a null vector.
     * For more labels than can be fitted, returns an array with one too many, since a sparse vector may have more
     * labels than fit into memory.
     */
    double[] read(Row row) {
        if (!multilabel) {
            return new double[] {number(row, InputColumns.LABEL)};
        }
        if (row.isNullAt(InputColumns.LABEL)) {
            return NONE;
        }
        Vector vector = row.getAs(InputColumns.LABEL);
        if (vector.size() > InputStatistics.MAX_CLASSES) {
            return new double[InputStatistics.MAX_CLASSES + 1];
        }
        double[] labels = vector.toArray().clone();
        for (int k = 0; k < labels.length; k++) {
            labels[k] = labels[k] == ignoreLabel ? Double.NaN : labels[k];
        }
        return labels;
    }

    /** A null becomes NaN, which the statistics report. */
    static double number(Row row, int column) {
        return row.isNullAt(column) ? Double.NaN : row.getDouble(column);
    }
}
