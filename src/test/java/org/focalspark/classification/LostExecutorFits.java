package org.focalspark.classification;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkException;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.focalspark.testkit.DrawnRows;
import org.focalspark.testkit.Passes;

/**
 * Fits on two executors, one of which is killed meanwhile: run by LostExecutorIT in a JVM of its own, whose children the
 * executors are. Prints a line per fit.
 */
final class LostExecutorFits {
    private static final int NUM_EXECUTORS = 2;
    private static final int NUM_PARTITIONS = 9;
    private static final int FATAL_PASS = 4;

    private final SparkSession spark;

    private LostExecutorFits(SparkSession spark) {
        this.spark = spark;
    }

    /** Kills an executor when a pass begins, and counts the partitions of blocks that were built. */
    private static final class Killer extends SparkListener {
        private final int fatalPass;
        private int passes;
        private int built;

        private Killer(int fatalPass) {
            this.fatalPass = fatalPass;
        }

        @Override
        public synchronized void onJobStart(SparkListenerJobStart job) {
            boolean isPass = Passes.isPass(job);
            passes += isPass ? 1 : 0;
            if (isPass && passes == fatalPass) {
                ProcessHandle.current().children().findFirst().orElseThrow().destroyForcibly();
            }
        }

        @Override
        public synchronized void onBlockUpdated(SparkListenerBlockUpdated update) {
            boolean isBlock = update.blockUpdatedInfo().blockId().isRDD();
            built += isBlock && update.blockUpdatedInfo().storageLevel().isValid() ? 1 : 0;
        }

        private synchronized boolean hasRebuilt() {
            return built > NUM_PARTITIONS;
        }
    }

    public static void main(String[] args) throws Exception {
        SparkSession spark = SparkSession.builder()
                .master("local-cluster[2,2,1024]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.default.parallelism", "8")
                .config("spark.executor.memory", "512m")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config("spark.executor.extraJavaOptions", "-Dlog4j2.configurationFile=log4j2-test.properties")
                // A task goes to the executor that is free and not to the one that has the block, so that blocks travel
                // too.
                .config("spark.locality.wait", "0")
                .getOrCreate();
        try {
            new LostExecutorFits(spark).run();
        } finally {
            spark.stop();
        }
    }

    private void run() throws Exception {
        Dataset<Row> rows = delayed(DrawnRows.of(spark, DrawnRows.Kind.DENSE, 10, 3_000, NUM_PARTITIONS));
        for (int depth = 1; depth <= 2; depth++) {
            System.out.println("all well, depth " + depth + ": " + fit(rows, depth, Integer.MAX_VALUE));
            System.out.println("killed, depth " + depth + ": " + fit(rows, depth, FATAL_PASS));
        }
        System.out.println("afterwards: " + fit(rows, 1, Integer.MAX_VALUE));
        Column chance = functions
                .udf(Math::random, DataTypes.DoubleType)
                .asNondeterministic()
                .apply();
        Dataset<Row> otherEachTime = rows.filter(chance.lt(0.9));
        System.out.println("other rows each time, killed: " + failure(otherEachTime));
    }

    private String failure(Dataset<Row> rows) throws Exception {
        try {
            return fit(rows, 1, FATAL_PASS);
        } catch (RuntimeException | SparkException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private String fit(Dataset<Row> rows, int depth, int fatalPass) throws Exception {
        while (spark.sparkContext().statusTracker().getExecutorInfos().length < 1 + NUM_EXECUTORS) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        Killer killer = new Killer(fatalPass);
        spark.sparkContext().addSparkListener(killer);
        try {
            FocalLogisticRegression estimator =
                    new FocalLogisticRegression().setMaxIter(10).setTol(0.0);
            if (depth > 1) {
                estimator.setAggregationDepth(depth);
            }
            FocalLogisticRegressionModel model = estimator.fit(rows);
            spark.sparkContext().listenerBus().waitUntilEmpty();
            return (killer.hasRebuilt() ? "rebuilt " : "")
                    + ExactValues.of(model.interceptVector())
                    + Arrays.toString(model.coefficientMatrix().toArray());
        } finally {
            spark.sparkContext().removeSparkListener(killer);
        }
    }

    /** Partitions end in another order every time. */
    private static Dataset<Row> delayed(Dataset<Row> rows) {
        UDF1<Double, Double> wait = label -> {
            if (ThreadLocalRandom.current().nextInt(100) == 0) {
                Thread.sleep(ThreadLocalRandom.current().nextInt(40));
            }
            return label;
        };
        return rows.withColumn(
                "label",
                functions.udf(wait, DataTypes.DoubleType).asNondeterministic().apply(functions.col("label")));
    }
}
