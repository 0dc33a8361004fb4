package org.focalspark.bench;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Generated data, the same on every machine: row i is drawn from a generator seeded by i, its label from a logistic model
 * of the features.
 *
 * @param name name in the tables
 * @param numRows rows
 * @param numFeatures size of the vectors
 * @param numClasses 2 or more
 * @param shape how vectors look
 */
record BenchData(String name, long numRows, int numFeatures, int numClasses, Shape shape) implements Serializable {
    private static final int NUM_PARTITIONS = 8;
    private static final int ENTRIES = 40;
    private static final double BASE_LOG_ODDS = -3.0;

    /** How vectors look. */
    enum Shape {
        /** Doubles of full precision. */
        DENSE,
        /** Dense values that a float holds exactly. */
        DENSE_FLOAT,
        /** Forty ones per row. */
        ONE_HOT,
        /** Forty doubles of full precision per row. */
        SPARSE
    }

    /** The data sets, or small copies that show no more than that everything runs. */
    static List<BenchData> all(boolean small) {
        List<BenchData> all = List.of(
                new BenchData("dense 1M x 100", 1_000_000, 100, 2, Shape.DENSE),
                new BenchData("dense 1M x 100, float-exact", 1_000_000, 100, 2, Shape.DENSE_FLOAT),
                new BenchData("dense 200k x 1,000", 200_000, 1_000, 2, Shape.DENSE),
                new BenchData("one-hot 1M x 1M, 40 a row", 1_000_000, 1_000_000, 2, Shape.ONE_HOT),
                new BenchData("sparse 1M x 100k, 40 a row", 1_000_000, 100_000, 2, Shape.SPARSE),
                new BenchData("10 classes 500k x 50", 500_000, 50, 10, Shape.DENSE),
                new BenchData("tall 20M x 10, float-exact", 20_000_000, 10, 2, Shape.DENSE_FLOAT));
        return small ? all.stream().map(BenchData::small).toList() : all;
    }

    private BenchData small() {
        return new BenchData(name + " (small)", numRows / 500, Math.min(numFeatures, 5_000), numClasses, shape);
    }

    /** Rows of label and features. */
    Dataset<Row> generate(SparkSession spark) {
        StructType schema = new StructType()
                .add("label", DataTypes.DoubleType, false)
                .add("features", SQLDataTypes.VectorType(), false);
        BenchData data = this;
        return spark.range(0, numRows, 1, NUM_PARTITIONS).map((MapFunction<Long, Row>) data::row, Encoders.row(schema));
    }

    private Row row(long index) {
        SplittableRandom random = new SplittableRandom(index);
        double[] margins = new double[numClasses];
        margins[0] = numClasses == 2 ? -BASE_LOG_ODDS : 0.0;
        Vector features = sparse() ? sparseRow(random, margins) : denseRow(random, margins);
        double best = Double.NEGATIVE_INFINITY;
        int label = 0;
        for (int k = 0; k < numClasses; k++) {
            // The largest of margins with Gumbel noise is a draw from their softmax.
            double noisy = margins[k] - Math.log(-Math.log(random.nextDouble(1e-300, 1.0)));
            if (noisy > best) {
                best = noisy;
                label = k;
            }
        }
        return RowFactory.create((double) label, features);
    }

    private boolean sparse() {
        return shape == Shape.ONE_HOT || shape == Shape.SPARSE;
    }

    private Vector denseRow(SplittableRandom random, double[] margins) {
        double[] values = new double[numFeatures];
        double scale = 4.0 / Math.sqrt(numFeatures);
        for (int j = 0; j < numFeatures; j++) {
            double value = random.nextDouble(-1.0, 1.0);
            values[j] = shape == Shape.DENSE_FLOAT ? (float) value : value;
            for (int k = 1; k < numClasses; k++) {
                margins[k] += scale * coefficient(j, k) * values[j];
            }
        }
        return Vectors.dense(values);
    }

    /** One entry in each of forty ranges of features, as forty one-hot encoded columns have it; low indices are frequent. */
    private Vector sparseRow(SplittableRandom random, double[] margins) {
        int[] indices = new int[ENTRIES];
        double[] values = new double[ENTRIES];
        int range = numFeatures / ENTRIES;
        for (int e = 0; e < ENTRIES; e++) {
            double uniform = random.nextDouble();
            indices[e] = e * range + (int) (range * uniform * uniform * uniform);
            values[e] = shape == Shape.ONE_HOT ? 1.0 : random.nextDouble(0.5, 1.5);
            margins[1] += 0.5 * coefficient(indices[e], 1) * values[e];
        }
        return Vectors.sparse(numFeatures, indices, values);
    }

    /** In [-1, 1], by a hash. */
    private static double coefficient(int feature, int column) {
        long hash = (feature * 0x9E3779B97F4A7C15L) ^ (column * 0xC2B2AE3D27D4EB4FL);
        hash = (hash ^ (hash >>> 29)) * 0xBF58476D1CE4E5B9L;
        return ((hash >>> 11) * 0x1p-52) - 1.0;
    }

    /** Name of a folder. */
    String folder() {
        return String.join("-", Arrays.asList(name.split("[^A-Za-z0-9]+")));
    }
}
