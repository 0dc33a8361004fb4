package org.focalspark.model;

import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Table of coefficients by name: one row per margin and feature; the intercept of a margin comes first. */
public final class CoefficientTable {
    private static final String INTERCEPT = "(Intercept)";
    private static final int ROWS_PER_PARTITION = 1_000_000;

    private CoefficientTable() {}

    /**
     * Creates the table, in the active Spark session.
     *
     * @param coefficients coefficients of a model
     * @param marginCol name of the column that identifies the margin
     * @param first class or label of the first margin; the others follow by one
     * @param featuresCol features column; a feature without a name is called {@code featuresCol_index}
     * @return columns marginCol, featureIndex (null for the intercept), feature and coefficient
     */
    public static Dataset<Row> of(Coefficients coefficients, String marginCol, int first, String featuresCol) {
        StructType schema = new StructType()
                .add(marginCol, DataTypes.IntegerType, false)
                .add("featureIndex", DataTypes.IntegerType, true)
                .add("feature", DataTypes.StringType, false)
                .add("coefficient", DataTypes.DoubleType, false);
        int width = coefficients.numFeatures() + 1;
        long numRows = (long) coefficients.numMargins() * width;
        int numPartitions = Math.toIntExact(1 + numRows / ROWS_PER_PARTITION);
        String[] names = coefficients.featureNames();
        MapFunction<Long, Row> row = index -> {
            int margin = (int) (index / width);
            int feature = (int) (index % width) - 1;
            if (feature < 0) {
                return RowFactory.create(
                        first + margin,
                        null,
                        INTERCEPT,
                        coefficients.intercepts().apply(margin));
            }
            String name = names.length == 0 ? FeatureNames.byIndex(featuresCol, feature) : names[feature];
            return RowFactory.create(
                    first + margin, feature, name, coefficients.matrix().apply(margin, feature));
        };
        return SparkSession.active().range(0, numRows, 1, numPartitions).map(row, Encoders.row(schema));
    }
}
