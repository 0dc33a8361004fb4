package org.focalspark.testkit.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.testkit.SparkSessions;

/**
 * Rows of label, weight and features.
 *
 * @param rows the rows in their order
 * @param multilabel whether the label is a vector with an entry per label
 * @param shape how many features and labels the rows have
 * @param numPartitions partitions of a DataFrame of them, some of them without a row where there are more than rows
 */
record RandomTable(List<Row> rows, boolean multilabel, Shape shape, int numPartitions) {
    private static final int LABEL = 0;
    private static final int WEIGHT = 1;
    private static final int FEATURES = 2;
    private static final int MAX_REPETITIONS = 4;

    /**
     * What the params of an estimator must fit.
     *
     * @param numFeatures size of the vectors
     * @param numLabels number of classes, at least two, or of labels
     * @param hostile whether values or weights may be hard for arithmetic, or bad
     */
    record Shape(int numFeatures, int numLabels, boolean hostile) {}

    Dataset<Row> frame() {
        StructType schema = new StructType()
                .add("label", multilabel ? SQLDataTypes.VectorType() : DataTypes.DoubleType)
                .add("weight", DataTypes.DoubleType)
                .add("features", SQLDataTypes.VectorType());
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());
        return SparkSessions.shared().createDataFrame(context.parallelize(rows, numPartitions), schema);
    }

    /** The same rows in another order and in other partitions. */
    RandomTable permuted(long seed) {
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        return new RandomTable(shuffled, multilabel, shape, 1 + (int) Math.floorMod(seed, 4L));
    }

    /** Repeats every row by its weight, with weight 1; empty unless all weights are small whole numbers. */
    Optional<RandomTable> repeated() {
        List<Row> repeated = new ArrayList<>();
        for (Row row : rows) {
            double weight = row.isNullAt(WEIGHT) ? Double.NaN : row.getDouble(WEIGHT);
            if (!(weight >= 1.0 && weight <= MAX_REPETITIONS && weight == Math.rint(weight))) {
                return Optional.empty();
            }
            Row once = RowFactory.create(row.get(LABEL), 1.0, row.get(FEATURES));
            repeated.addAll(Collections.nCopies((int) weight, once));
        }
        return Optional.of(new RandomTable(repeated, multilabel, shape, numPartitions));
    }

    /** Vectors of the size that most rows have. */
    List<Vector> vectors() {
        return rows.stream()
                .filter(row -> !row.isNullAt(FEATURES))
                .map(row -> row.<Vector>getAs(FEATURES))
                .filter(vector -> vector.size() == shape.numFeatures())
                .toList();
    }

    /** Class indices of the rows; only of a table that a fit has accepted. */
    double[] labels() {
        return rows.stream().mapToDouble(row -> row.getDouble(LABEL)).toArray();
    }

    /** Weights of the rows; only of a table that a fit has accepted. */
    double[] weights() {
        return rows.stream().mapToDouble(row -> row.getDouble(WEIGHT)).toArray();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder()
                .append(rows.size())
                .append(" rows of (label, weight, features) in ")
                .append(numPartitions)
                .append(" partitions");
        for (Row row : rows) {
            text.append("\n    ").append(row);
        }
        return text.toString();
    }

    /** The vectors as a DataFrame of one column; a local one, which Spark scores without a job. */
    static Dataset<Row> frameOf(List<Vector> vectors) {
        List<Row> rows = vectors.stream().map(RowFactory::create).toList();
        StructType schema = new StructType().add("features", SQLDataTypes.VectorType());
        return SparkSessions.shared().createDataFrame(rows, schema);
    }

    /** Values of a column of the features, in the order of the rows. */
    double[] column(int feature) {
        double[] column = new double[rows.size()];
        Arrays.setAll(column, i -> rows.get(i).<Vector>getAs(FEATURES).apply(feature));
        return column;
    }
}
