package org.focalspark.classification;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
public final class ReferenceData {
    static final StructType SCHEMA = new StructType()
            .add("label", DataTypes.DoubleType)
            .add("weight", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());

    private static final int NUM_FEATURES = 4;
    private static final int NUM_SPARSE_FEATURES = 12;

    private ReferenceData() {}

    public static Dataset<Row> dense() {
        return frame(rows());
    }

    /** The same values, every vector stored sparsely, although few are 0. */
    static Dataset<Row> denseAsSparse() {
        return frame(stored(rows(), true));
    }

    /** Rows of which four values in five are 0, so that blocks of them are sparse however the vectors are stored. */
    static Dataset<Row> sparse(boolean storedSparsely) {
        Random random = new Random(20171L);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double[] values = new double[NUM_SPARSE_FEATURES];
            double margin = -1.5;
            for (int j = 0; j < NUM_SPARSE_FEATURES; j++) {
                values[j] = random.nextInt(5) == 0 ? 1.0 + random.nextGaussian() * (j + 1) : 0.0;
                margin += values[j] * (j % 3 - 1) / (j + 1);
            }
            double label = random.nextDouble() < 1.0 / (1.0 + Math.exp(-margin)) ? 1.0 : 0.0;
            rows.add(RowFactory.create(label, 0.5 + random.nextDouble(), Vectors.dense(values)));
        }
        return frame(stored(rows, storedSparsely));
    }

    /** 1,200 rows of three classes with shares of about 70, 25 and 5 %, not separable. */
    public static Dataset<Row> threeClasses() {
        Random random = new Random(42L);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            double draw = random.nextDouble();
            double label = draw < 0.7 ? 0.0 : draw < 0.95 ? 1.0 : 2.0;
            Vector features =
                    Vectors.dense(random.nextGaussian() * 2 + label, 10 + random.nextGaussian() - 0.5 * label);
            rows.add(RowFactory.create(label, 0.5 + random.nextDouble(), features));
        }
        return frame(rows);
    }

    private static List<Row> stored(List<Row> rows, boolean sparsely) {
        return rows.stream()
                .map(row -> {
                    Vector features = row.getAs(2);
                    return RowFactory.create(
                            row.get(0), row.get(1), sparsely ? features.toSparse() : features.toDense());
                })
                .toList();
    }

    public static Dataset<Row> frame(List<Row> rows) {
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
