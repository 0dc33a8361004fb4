package org.focalspark.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Generated rows with a label of two classes, one of three and one of three tags, which noisy margins decide. */
final class ConnectData {
    private static final int NUM_ROWS = 400;
    private static final StructType SCHEMA = new StructType()
            .add("label", DataTypes.DoubleType)
            .add("class", DataTypes.DoubleType)
            .add("tags", SQLDataTypes.VectorType())
            .add("weight", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());

    private ConnectData() {}

    static Dataset<Row> frame() {
        Random random = new Random(20171L);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < NUM_ROWS; i++) {
            double[] x = random.doubles(3, -1.5, 1.5).toArray();
            double margin = 2.0 * x[0] - x[1] - 1.0 + random.nextGaussian();
            double other = x[2] + random.nextGaussian();
            double label = margin > 0.0 ? 1.0 : 0.0;
            rows.add(RowFactory.create(
                    label,
                    label == 0.0 && other > 1.0 ? 2.0 : label,
                    Vectors.dense(label, other > 0.0 ? 1.0 : 0.0, margin > other ? 1.0 : 0.0),
                    0.5 + random.nextDouble(),
                    Vectors.dense(x)));
        }
        return ConnectServer.classicSession().createDataFrame(rows, SCHEMA).coalesce(1);
    }
}
