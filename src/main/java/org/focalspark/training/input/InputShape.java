package org.focalspark.training.input;

import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Number of classes and features of a training set, for callers that need them before the fit. The fit itself reports
 * invalid rows.
 *
 * @param numClasses number of classes, at least 2, or of labels
 * @param numFeatures number of features
 */
public record InputShape(int numClasses, int numFeatures) {

    /**
     * Returns the shape of a dataset of class indices. All labels are read only if their column does not declare the
     * classes.
     *
     * @param dataset rows with the columns
     * @param columns its columns
     * @param declaredClasses number of classes that the label column declares, 0 if none
     * @return shape
     * @throws IllegalArgumentException if there is no row
     */
    public static InputShape of(Dataset<?> dataset, InputColumns columns, int declaredClasses) {
        Dataset<Row> rows = columns.selectFrom(dataset);
        int features = size(first(rows), InputColumns.FEATURES);
        int classes = declaredClasses > 0 ? declaredClasses : classesOf(rows);
        return new InputShape(Math.max(2, classes), features);
    }

    /**
     * Returns the shape of a dataset of label vectors, from its first row.
     *
     * @param dataset rows with the columns
     * @param columns its columns
     * @return shape
     * @throws IllegalArgumentException if there is no row
     */
    public static InputShape ofLabels(Dataset<?> dataset, InputColumns columns) {
        Row first = first(columns.selectFrom(dataset));
        return new InputShape(size(first, InputColumns.LABEL), size(first, InputColumns.FEATURES));
    }

    private static Row first(Dataset<Row> rows) {
        List<Row> first = rows.takeAsList(1);
        if (first.isEmpty()) {
            throw new IllegalArgumentException("ML algorithm was given empty dataset.");
        }
        return first.get(0);
    }

    private static int size(Row row, int column) {
        return row.isNullAt(column) ? 0 : ((Vector) row.get(column)).size();
    }

    private static int classesOf(Dataset<Row> rows) {
        double largest = rows.javaRDD()
                .mapToDouble(row -> row.isNullAt(InputColumns.LABEL) ? 0.0 : row.getDouble(InputColumns.LABEL))
                .max();
        return 1 + (int) Math.min(largest, InputStatistics.MAX_CLASSES);
    }
}
