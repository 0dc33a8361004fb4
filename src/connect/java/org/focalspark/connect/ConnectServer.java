package org.focalspark.connect;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connect.service.SparkConnectService;
import org.apache.spark.sql.connect.service.SparkConnectService$;

/** Spark Connect's own server in this JVM, on a free port of the loopback interface; it is never stopped. */
final class ConnectServer {
    private ConnectServer() {}

    /** The session of the server's Spark that does not go through Connect. */
    static SparkSession classicSession() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("focalspark-connect")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.warehouse.dir", "target/spark-warehouse")
                .config("spark.connect.grpc.binding.address", "127.0.0.1")
                .config("spark.connect.grpc.binding.port", "0")
                .getOrCreate();
    }

    /** Starts the server if it does not run yet. */
    static int port() {
        if (!SparkConnectService$.MODULE$.started()) {
            SparkConnectService.start(classicSession().sparkContext());
        }
        return SparkConnectService$.MODULE$.localPort();
    }
}
