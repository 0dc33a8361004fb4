package org.focalspark.training.input;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** Takes the labels out of a row that {@link InputColumns} has selected. */
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
     * One class index, NaN where it is null; or a label per column, NaN where it is unknown, and none where all are
     * null. More labels than can be fitted are cut to one too many: a sparse vector may have more than any memory
     * holds.
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
