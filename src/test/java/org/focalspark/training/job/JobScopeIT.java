package org.focalspark.training.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fits on several threads, as the tuning of PySpark 4 runs them: its threads have one object of local properties. */
class JobScopeIT {
    private static CountDownLatch started = new CountDownLatch(1);
    private static CountDownLatch mayEnd = new CountDownLatch(1);

    private final SparkContext context = SparkSessions.shared().sparkContext();
    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final Properties own = context.getLocalProperties();

    @BeforeEach
    void sharesProperties() {
        started = new CountDownLatch(1);
        mayEnd = new CountDownLatch(1);
        context.setLocalProperties((Properties) own.clone());
    }

    @AfterEach
    void leaves() {
        mayEnd.countDown();
        other.shutdownNow();
        context.setLocalProperties(own);
    }

    @Test
    void aFitThatSucceedsLeavesTheJobsOfOthersAlone() throws Exception {
        Future<?> job = JobScope.call(context, "fit", this::jobOfAnotherThread);
        mayEnd.countDown();
        assertThat(job.get()).isNull();
    }

    @Test
    void aFitThatFailsLeavesNoJobBehind() {
        Future<?>[] job = new Future<?>[1];
        assertThatThrownBy(() -> JobScope.call(context, "fit", () -> {
                    job[0] = jobOfAnotherThread();
                    throw new IllegalStateException("failed");
                }))
                .hasMessage("failed");
        assertThatThrownBy(() -> job[0].get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("cancelled");
    }

    /** Returns once the job runs, with the tag of the caller. */
    private Future<?> jobOfAnotherThread() {
        Properties shared = context.getLocalProperties();
        VoidFunction<Integer> waits = row -> {
            started.countDown();
            mayEnd.await();
        };
        Future<?> job = other.submit(() -> {
            context.setLocalProperties(shared);
            JavaSparkContext.fromSparkContext(context)
                    .parallelize(List.of(1), 1)
                    .foreach(waits);
        });
        try {
            started.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return job;
    }
}
