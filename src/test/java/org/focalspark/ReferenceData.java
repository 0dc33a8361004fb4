package org.focalspark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.testkit.References;
import org.focalspark.testkit.SparkSessions;

/** The 300 rows of reference/fit_data.csv as a DataFrame of label, weight and features. */
final class ReferenceData {
    static final StructType SCHEMA = new StructType()
            .add("label", DataTypes.DoubleType)
            .add("weight", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());

    private static final int NUM_FEATURES = 4;

    private ReferenceData() {}

    static Dataset<Row> dense() {
        return frame(rows());
    }

    /** The same values, every vector stored sparsely. */
    static Dataset<Row> sparse() {
        return frame(rows().stream()
                .map(row -> RowFactory.create(
                        row.getDouble(0), row.getDouble(1), row.<Vector>getAs(2).toSparse()))
                .toList());
    }

    static Dataset<Row> frame(List<Row> rows) {
        return SparkSessions.shared().createDataFrame(rows, SCHEMA);
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (References reference : References.read("fit_data.csv")) {
            double[] values = new double[NUM_FEATURES];
            for (int j = 0; j < NUM_FEATURES; j++) {
                values[j] = reference.number("x" + j);
            }
            rows.add(RowFactory.create(reference.number("label"), reference.number("weight"), Vectors.dense(values)));
        }
        return rows;
    }
}
