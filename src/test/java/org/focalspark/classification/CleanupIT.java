package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.BroadcastBlockId;
import org.focalspark.testkit.Passes;
import org.focalspark.testkit.SparkSessions;
import org.focalspark.tuning.FocalCrossValidator;
import org.focalspark.tuning.Grids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;
import scala.collection.Iterator;

/** Whatever becomes of a fit, it gives back what it has cached and leaves no job behind. */
class CleanupIT {
    private static final String GROUP = "a fit";

    private final JavaSparkContext context =
            JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

    @Test
    void nothingIsCachedAfterAFit() {
        new FocalLogisticRegression().setMaxIter(3).fit(ReferenceData.dense());
        assertNothingLeft();
    }

    @Test
    void nothingIsCachedAfterAFitOnBadRows() {
        Dataset<Row> bad = ReferenceData.dense().selectExpr("label - 1 AS label", "features");
        assertThatThrownBy(() -> new FocalLogisticRegression().fit(bad)).isInstanceOf(IllegalArgumentException.class);
        assertNothingLeft();
    }

    @Test
    void nothingIsCachedAfterTheInputItselfFails() {
        Dataset<Row> failing = ReferenceData.dense()
                .selectExpr("if(features IS NULL, 0D, double(raise_error('no more rows'))) AS label", "features");
        assertThatThrownBy(() -> new FocalLogisticRegression().fit(failing)).hasStackTraceContaining("no more rows");
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Timeout(60)
    void nothingIsCachedAndNoJobRunsAfterAnInterruptOrACancellation(boolean interrupt) throws Exception {
        Dataset<Row> large = ReferenceData.dense().repartition(4).cache();
        large.count();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread fit = fitInGroup(new FocalLogisticRegression(), slow(large), outcome);
        try {
            fit.start();
            while (context.statusTracker().getActiveJobIds().length == 0) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            if (interrupt) {
                fit.interrupt();
            } else {
                context.cancelJobGroup(GROUP);
            }
            assertThat(outcome.get(5, TimeUnit.SECONDS)).isNotNull();
        } finally {
            large.unpersist(true);
        }
        awaitNoJob();
        assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, false", "true, true", "false, true"})
    @Timeout(120)
    void nothingIsLeftAfterAnInterruptOrACancellationInTheMiddleOfTheIterations(boolean interrupt, boolean grid)
            throws Exception {
        FewPasses passes = new FewPasses();
        context.sc().addSparkListener(passes);
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        FocalLogisticRegression estimator =
                new FocalLogisticRegression().setMaxIter(10_000).setTol(0.0);
        Thread fit = grid ? gridInGroup(estimator, outcome) : fitInGroup(estimator, neverFitted(), outcome);
        try {
            fit.start();
            assertThat(passes.several.await(60, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            if (interrupt) {
                fit.interrupt();
            }
            while (!interrupt && !outcome.isDone() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5)) {
                context.cancelJobGroup(GROUP); // it may come between two jobs, when there is nothing to cancel
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(outcome.get(5, TimeUnit.SECONDS)).isNotNull();
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
        } finally {
            context.sc().removeSparkListener(passes);
        }
        awaitNoJob();
        assertNothingLeft();
        // Broadcasts are destroyed in the background.
        for (int i = 0; i < 100 && numBroadcastPredictors() > 0; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(numBroadcastPredictors()).isZero();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("focalspark "));
    }

    /** Tells when a few passes of the solver have begun. */
    private static final class FewPasses extends SparkListener {
        private final CountDownLatch several = new CountDownLatch(5);

        @Override
        public void onJobStart(SparkListenerJobStart job) {
            if (Passes.isPass(job)) {
                several.countDown();
            }
        }
    }

    private Thread fitInGroup(
            FocalLogisticRegression estimator, Dataset<Row> data, CompletableFuture<Throwable> outcome) {
        return inGroup(() -> estimator.fit(data), outcome);
    }

    private Thread gridInGroup(FocalLogisticRegression estimator, CompletableFuture<Throwable> outcome) {
        FocalCrossValidator grid = Grids.focal(estimator, Grids.small(estimator), new BinaryClassificationEvaluator());
        return inGroup(() -> grid.fit(neverFitted()), outcome);
    }

    private Thread inGroup(Runnable work, CompletableFuture<Throwable> outcome) {
        return new Thread(() -> {
            try {
                context.setJobGroup(GROUP, "to be cancelled", true);
                work.run();
                outcome.complete(null);
            } catch (Throwable e) {
                outcome.complete(e);
            }
        });
    }

    /** Separable rows: without a penalty their objective has no minimum, and its passes go on for long. */
    private static Dataset<Row> neverFitted() {
        Dataset<Row> rows = SparkSessions.shared()
                .range(0, 400_000, 1, 4)
                .selectExpr("rand(1) AS a", "rand(2) AS b", "rand(3) AS c", "rand(4) AS d")
                .selectExpr("*", "double(a + b > c + d) AS label");
        return new VectorAssembler()
                .setInputCols(new String[] {"a", "b", "c", "d"})
                .setOutputCol("features")
                .transform(rows);
    }

    private void awaitNoJob() throws InterruptedException {
        while (context.statusTracker().getActiveJobIds().length > 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Broadcasts of coefficients that have blocks. Spark's own, of tasks, stay until the garbage collector finds them. */
    private static long numBroadcastPredictors() {
        BlockManager blocks = SparkEnv.get().blockManager();
        // Without their pieces, which are bytes.
        return blocks.getMatchingBlockIds(id -> id instanceof BroadcastBlockId broadcast
                        && broadcast.field().isEmpty())
                .count(id -> {
                    Option<BlockResult> block = blocks.getLocalValues(id);
                    if (block.isEmpty()) {
                        return false;
                    }
                    // To its end, which unlocks the block.
                    Iterator<?> values = block.get().data();
                    boolean found = false;
                    while (values.hasNext()) {
                        found |= values.next().getClass().getName().contains("BlockPasses"); // private there
                    }
                    return found;
                });
    }

    /** Rows that take a while each, so that the scan is still running when it is interrupted. */
    private static Dataset<Row> slow(Dataset<Row> data) {
        UserDefinedFunction waiting = functions.udf(
                (UDF1<Double, Double>) label -> {
                    TimeUnit.MILLISECONDS.sleep(100);
                    return label;
                },
                DataTypes.DoubleType);
        return data.withColumn("label", waiting.asNondeterministic().apply(data.col("label")));
    }

    private void assertNothingLeft() {
        assertThat(context.getPersistentRDDs()).isEmpty();
    }
}
