package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.LongAccumulator;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;

/** The input is read once, whatever the number of passes over the blocks made of it. */
class InputScanIT {

    @Test
    void readsAnUncachedInputOnce() {
        LongAccumulator rowsRead = SparkSessions.shared().sparkContext().longAccumulator("rows read");
        Dataset<Row> counted = ReferenceData.dense()
                .withColumn(
                        "label",
                        functions
                                .udf(
                                        (UDF1<Double, Double>) label -> {
                                            rowsRead.add(1);
                                            return label;
                                        },
                                        DataTypes.DoubleType)
                                .asNondeterministic()
                                .apply(functions.col("label")));
        FocalLogisticRegressionModel model = new FocalLogisticRegression().fit(counted);
        assertThat(rowsRead.value()).isEqualTo(300);
        assertThat(model.summary().totalIterations()).isGreaterThan(3);
    }
}
