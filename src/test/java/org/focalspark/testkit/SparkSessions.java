package org.focalspark.testkit;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The one Spark session that all integration tests of a JVM share; it is never stopped. */
public final class SparkSessions {
    private SparkSessions() {}

    /** The same rows, in their order, in so many partitions. */
    public static Dataset<Row> partitioned(Dataset<Row> data, int numPartitions) {
        return shared().createDataFrame(
                        JavaSparkContext.fromSparkContext(shared().sparkContext())
                                .parallelize(data.collectAsList(), numPartitions),
                        data.schema());
    }

    /**
     * A session with two cores and two shuffle partitions, on the loopback interface, without UI. For Spark it has eight core
     * slots: data come in two partitions as they would with two, but a fit puts only those beyond eight together.
     */
    public static SparkSession shared() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("focalspark-tests")
                .config("spark.default.parallelism", "8")
                .config("spark.sql.leafNodeDefaultParallelism", "2")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.warehouse.dir", "target/spark-warehouse")
                .getOrCreate();
    }
}
