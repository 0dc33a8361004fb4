package org.focalspark.classification;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.testkit.SparkSessions;

/** Generated rows with several labels, each drawn by itself from a logistic posterior of the features. */
public final class MultilabelData {
    static final StructType SCHEMA = new StructType()
            .add("label", SQLDataTypes.VectorType())
            .add("weight", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());

    public static final int NUM_LABELS = 8;

    private static final int NUM_FEATURES = 10;
    private static final double UNKNOWN_SHARE = 0.1;

    /** Log-odds of each label where all features are 0; the last two labels are 1 in about one row of a hundred. */
    private static final double[] INTERCEPTS = {0.0, -0.5, 0.5, -1.0, -2.0, 1.5, -4.9, -5.0};

    private MultilabelData() {}

    public static Dataset<Row> frame(List<Row> rows) {
        return SparkSessions.shared().createDataFrame(rows, SCHEMA);
    }

    /** Rows of eight labels; in a tenth of all entries the label is NaN. */
    public static List<Row> rows(int numRows) {
        Random random = new Random(2009_14119L);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < numRows; i++) {
            double[] x = random.doubles(NUM_FEATURES, -1.5, 1.5).toArray();
            double[] posteriors = posteriors(Vectors.dense(x));
            double[] labels = new double[NUM_LABELS];
            for (int k = 0; k < NUM_LABELS; k++) {
                double label = random.nextDouble() < posteriors[k] ? 1.0 : 0.0;
                labels[k] = random.nextDouble() < UNKNOWN_SHARE ? Double.NaN : label;
            }
            rows.add(RowFactory.create(Vectors.dense(labels), 0.5 + random.nextDouble(), Vectors.dense(x)));
        }
        return rows;
    }

    /** What the labels of a row were drawn from. */
    static double[] posteriors(Vector features) {
        return IntStream.range(0, NUM_LABELS)
                .mapToDouble(k -> {
                    double logOdds = INTERCEPTS[k];
                    for (int j = 0; j < NUM_FEATURES; j++) {
                        logOdds += features.apply(j) * ((j + 3 * k) % 7 - 3) / 4.0;
                    }
                    return 1.0 / (1.0 + Math.exp(-logOdds));
                })
                .toArray();
    }

    /** The first few rows with the first three labels only. */
    public static List<Row> threeLabels(int numRows) {
        return rows(numRows).stream()
                .map(row -> RowFactory.create(firstThree(row.getAs(0)), row.get(1), row.get(2)))
                .toList();
    }

    private static Vector firstThree(Vector labels) {
        return Vectors.dense(labels.apply(0), labels.apply(1), labels.apply(2));
    }

    /** Rows of three labels, the last of which is the same in all. */
    static Dataset<Row> withThirdLabel(Dataset<Row> dataset, double value) {
        return frame(dataset.collectAsList().stream()
                .map(row -> {
                    Vector labels = row.getAs(0);
                    return RowFactory.create(
                            Vectors.dense(labels.apply(0), labels.apply(1), value), row.get(1), row.get(2));
                })
                .toList());
    }
}
