package org.focalspark.classification;

import java.util.List;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.focalspark.FocalKryoRegistrator;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.focalspark.testkit.DrawnRows;
import org.focalspark.testkit.DrawnRows.Kind;
import org.focalspark.tuning.FocalCrossValidator;

/**
 * Fits and evaluates where Kryo takes registered classes only and the memory for blocks is too small, so that some go to
 * disk: run by FocalKryoRegistratorIT in a JVM of its own. Prints what it has done.
 */
public final class KryoFits {
    private static final int NUM_PARTITIONS = 8;

    private final SparkSession spark;
    private final Spilled spilled = new Spilled();

    private KryoFits(SparkSession spark) {
        this.spark = spark;
        spark.sparkContext().addSparkListener(spilled);
    }

    /** Bytes of cached blocks that went to disk since they were last taken. */
    private static final class Spilled extends SparkListener {
        private long bytes;

        @Override
        public synchronized void onBlockUpdated(SparkListenerBlockUpdated update) {
            if (update.blockUpdatedInfo().blockId().isRDD()) {
                bytes += update.blockUpdatedInfo().diskSize();
            }
        }

        private synchronized long take() {
            long before = bytes;
            bytes = 0;
            return before;
        }
    }

    public static void main(String[] args) throws Exception {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.kryo.registrationRequired", "true")
                .config("spark.kryo.registrator", FocalKryoRegistrator.class.getName())
                .config("spark.memory.fraction", "0.05")
                .getOrCreate();
        try {
            new KryoFits(spark).run();
        } finally {
            spark.stop();
        }
    }

    private void run() throws Exception {
        for (Kind kind : Kind.values()) {
            boolean dense = kind == Kind.DENSE || kind == Kind.DENSE_FLOAT;
            Dataset<Row> rows = DrawnRows.of(spark, kind, dense ? 100 : 1000, dense ? 40_000 : 100_000, NUM_PARTITIONS);
            estimator().fit(rows.withColumn("label", rows.col("label").gt(0).cast("double")));
            spark.sparkContext().listenerBus().waitUntilEmpty();
            System.out.println("binary " + kind + ", to disk: " + (spilled.take() > 0));
        }
        Dataset<Row> rows = DrawnRows.of(spark, Kind.DENSE, 5, 500, NUM_PARTITIONS);
        FocalLogisticRegressionModel model = estimator().setAggregationDepth(2).fit(rows);
        estimator().setFamily("ovr").setNormalized(true).fit(rows);
        estimator().setSolver("newton").fit(rows);
        new FocalMultilabelClassifier().setMaxIter(3).setLabelCol("labels").fit(rows);
        System.out.println("several classes and labels");
        try {
            estimator().fit(rows.withColumn("label", rows.col("label").plus(0.5)));
        } catch (IllegalArgumentException refused) {
            System.out.println("refused");
        }
        evaluate(model.transform(rows));
        System.out.println("evaluated");
        tune(rows.withColumn("label", rows.col("label").gt(0).cast("double")));
        System.out.println("tuned");
        model.summary().accuracy();
        System.out.println("summary");
    }

    private static void tune(Dataset<Row> rows) {
        FocalLogisticRegression estimator = estimator();
        ParamMap[] gammas = new ParamGridBuilder()
                .addGrid(estimator.gamma(), new double[] {0.0, 2.0})
                .build();
        for (Evaluator evaluator : List.of(
                new BinaryClassificationEvaluator(),
                new MulticlassClassificationEvaluator(),
                new FocalLossEvaluator(),
                new CalibrationEvaluator())) {
            new FocalCrossValidator()
                    .setEstimator(estimator)
                    .setEstimatorParamMaps(gammas)
                    .setEvaluator(evaluator)
                    .fit(rows);
        }
    }

    private static void evaluate(Dataset<Row> scored) {
        new FocalLossEvaluator().setMode("multiclass").evaluate(scored);
        new FocalLossEvaluator()
                .setMode("ovr")
                .setReducedThreshold(0.3)
                .losses(scored)
                .count();
        for (String binning : new String[] {"equalMass", "equalWidth"}) {
            CalibrationEvaluator evaluator = new CalibrationEvaluator().setBinning(binning);
            evaluator.evaluate(scored);
            evaluator.setMetricName("ece").evaluate(scored);
            evaluator.reliability(scored).count();
        }
    }

    private static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression().setMaxIter(3);
    }
}
