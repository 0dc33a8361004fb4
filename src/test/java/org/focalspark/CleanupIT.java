package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of a fit, it gives back what it has cached and leaves no job behind. */
class CleanupIT {
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
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Dataset<Row> large = ReferenceData.dense().repartition(4).cache();
        large.count();
        Thread fit = new Thread(() -> {
            try {
                context.setJobGroup("a fit", "to be cancelled", true);
                new FocalLogisticRegression().fit(slow(large));
                outcome.complete(null);
            } catch (Throwable e) {
                outcome.complete(e);
            }
        });
        try {
            fit.start();
            while (context.statusTracker().getActiveJobIds().length == 0) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            if (interrupt) {
                fit.interrupt();
            } else {
                context.cancelJobGroup("a fit");
            }
            assertThat(outcome.get(5, TimeUnit.SECONDS)).isNotNull();
        } finally {
            large.unpersist(true);
        }
        while (context.statusTracker().getActiveJobIds().length > 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertNothingLeft();
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
