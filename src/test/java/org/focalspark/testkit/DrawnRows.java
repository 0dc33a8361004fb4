package org.focalspark.testkit;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Rows each of which is drawn from a generator seeded by its number: the same in every session, and after every loss. */
public final class DrawnRows {
    private static final int ENTRIES = 32;

    private DrawnRows() {}

    /** Which of the classes of stored values a block of them has. */
    public enum Kind {
        /** Dense, doubles of full precision. */
        DENSE,
        /** Dense, values that a float holds exactly. */
        DENSE_FLOAT,
        /** A few entries a row, doubles of full precision. */
        SPARSE,
        /** A few entries a row, values that a float holds exactly. */
        SPARSE_FLOAT,
        /** A few ones a row. */
        ONE_HOT
    }

    /**
     * Rows of id, label (a class), labels (a vector of three, one of them now and then unknown) and features.
     *
     * @param spark session
     * @param kind how values are stored
     * @param numFeatures size of the vectors, at least 64 if they are sparse
     * @param numRows rows
     * @param numPartitions partitions
     */
    public static Dataset<Row> of(SparkSession spark, Kind kind, int numFeatures, long numRows, int numPartitions) {
        UDF1<Long, Vector> features = id -> features(id, kind, numFeatures);
        UDF1<Long, Double> label = id -> (double) label(id, 3);
        UDF1<Long, Vector> labels =
                id -> Vectors.dense(label(id, 2), label(-id, 2), id % 11 == 0 ? Double.NaN : label(3 * id, 2));
        return spark.range(0, numRows, 1, numPartitions)
                .withColumn("label", functions.udf(label, DataTypes.DoubleType).apply(functions.col("id")))
                .withColumn(
                        "labels",
                        functions.udf(labels, SQLDataTypes.VectorType()).apply(functions.col("id")))
                .withColumn(
                        "features",
                        functions.udf(features, SQLDataTypes.VectorType()).apply(functions.col("id")));
    }

    private static int label(long id, int numClasses) {
        SplittableRandom random = new SplittableRandom(~id);
        return Math.min(random.nextInt(numClasses), random.nextInt(numClasses));
    }

    private static Vector features(long id, Kind kind, int numFeatures) {
        SplittableRandom random = new SplittableRandom(id);
        if (kind == Kind.DENSE || kind == Kind.DENSE_FLOAT) {
            double[] values = new double[numFeatures];
            Arrays.setAll(values, j -> value(random, kind));
            return Vectors.dense(values);
        }
        int[] indices = new int[ENTRIES];
        double[] values = new double[ENTRIES];
        int range = numFeatures / ENTRIES;
        for (int e = 0; e < ENTRIES; e++) {
            indices[e] = e * range + random.nextInt(range);
            values[e] = kind == Kind.ONE_HOT ? 1.0 : value(random, kind);
        }
        return Vectors.sparse(numFeatures, indices, values);
    }

    private static double value(SplittableRandom random, Kind kind) {
        double value = random.nextDouble(-1.0, 1.0);
        return kind == Kind.DENSE_FLOAT || kind == Kind.SPARSE_FLOAT ? (float) value : value;
    }
}
