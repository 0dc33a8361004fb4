package org.focalspark.app.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Number of rows of each class.
 *
 * @param rowsByLabel number of rows with the label 0.0, 1.0, ...
 * @param unlabeled number of rows whose label is null
 */
public record ClassCounts(List<Long> rowsByLabel, long unlabeled) {

    static ClassCounts of(Dataset<Row> labeled, int numClasses) {
        List<Long> rows = new ArrayList<>(Collections.nCopies(numClasses, 0L));
        long unlabeled = 0;
        for (Row group :
                labeled.groupBy(functions.col(LabelColumn.NAME)).count().collectAsList()) {
            if (group.isNullAt(0)) {
                unlabeled = group.getLong(1);
            } else {
                rows.set((int) group.getDouble(0), group.getLong(1));
            }
        }
        return new ClassCounts(Collections.unmodifiableList(rows), unlabeled);
    }

    /**
     * Returns the number of all rows, with a label or without.
     *
     * @return number of rows
     */
    public long rows() {
        return unlabeled + rowsByLabel.stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Returns the number of rows of a class.
     *
     * @param label the class
     * @return number of rows
     */
    public long of(int label) {
        return rowsByLabel.get(label);
    }
}
