package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same data in the same partitions give the same bits, whichever task ends first. */
@Tag("once")
class SameBitsIT {
    private static final int REPEATS = 12;

    /** Delays each partition by some milliseconds, so that the scan ends in another order every time. */
    private static Dataset<Row> delayed(Dataset<Row> data) {
        UDF1<Double, Double> wait = label -> {
            if (ThreadLocalRandom.current().nextInt(20) == 0) {
                Thread.sleep(ThreadLocalRandom.current().nextInt(8));
            }
            return label;
        };
        return data.withColumn(
                "label",
                functions.udf(wait, DataTypes.DoubleType).asNondeterministic().apply(functions.col("label")));
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 12, 33})
    void fitsInManyPartitionsAreTheSameToTheLastBit(int numPartitions) {
        Dataset<Row> data = SparkSessions.partitioned(ReferenceData.threeClasses(), numPartitions)
                .cache();
        try {
            data.count();
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < REPEATS; i++) {
                FocalLogisticRegression estimator =
                        new FocalLogisticRegression().setMaxIter(4).setWeightCol("weight");
                if (i % 2 == 1) {
                    estimator.setAggregationDepth(2 + i % 3); // in how many stages does not show either
                }
                FocalLogisticRegressionModel model = estimator.fit(delayed(data));
                seen.add(ExactValues.of(model.interceptVector())
                        + Arrays.toString(model.coefficientMatrix().toArray()));
            }
            assertThat(seen).hasSize(1);
        } finally {
            data.unpersist(true);
        }
    }
}
