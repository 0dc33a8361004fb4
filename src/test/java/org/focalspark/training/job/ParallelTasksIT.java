package org.focalspark.training.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.sql.SparkSession;
import org.focalspark.testkit.ForkedJvm;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No job of a candidate outlives the tuning that started it. */
class ParallelTasksIT {
    private static CountDownLatch started = new CountDownLatch(1);
    private static CountDownLatch mayEnd = new CountDownLatch(1);

    private final SparkContext context = SparkSessions.shared().sparkContext();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    @BeforeEach
    void reset() {
        started = new CountDownLatch(1);
        mayEnd = new CountDownLatch(1);
    }

    @AfterEach
    void leaves() {
        mayEnd.countDown();
        pool.shutdownNow();
    }

    @Test
    void resultsHaveTheOrderOfTheTasks() {
        List<Supplier<Long>> tasks = List.of(() -> count(2), () -> count(3), () -> count(5));
        assertThat(ParallelTasks.run(context, "tuner", pool, tasks)).containsExactly(2L, 3L, 5L);
        assertThat(ParallelTasks.run(context, "tuner", Runnable::run, tasks)).containsExactly(2L, 3L, 5L);
    }

    @Test
    void aFailureCancelsTheJobsOfTheOthersAndWaitsForThem() throws InterruptedException {
        List<Supplier<Long>> tasks = List.of(
                () -> {
                    await(started);
                    throw new IllegalStateException("failed");
                },
                ParallelTasksIT::jobWithoutEnd);
        assertThatThrownBy(() -> ParallelTasks.run(context, "tuner", pool, tasks))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("failed");
        assertNoJobRuns();
    }

    /** The caller waits for the tasks in their order, but not for the end of the first to hear of a failure of the second. */
    @Test
    void theFailureOfALaterTaskCancelsAnEarlierOne() throws InterruptedException {
        List<Supplier<Long>> tasks = List.of(ParallelTasksIT::jobWithoutEnd, () -> {
            await(started);
            throw new IllegalStateException("failed");
        });
        assertThatThrownBy(() -> ParallelTasks.run(context, "tuner", pool, tasks))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("failed");
        assertNoJobRuns();
    }

    @Test
    void inTheCallingThreadNoTaskBeginsAfterAFailure() {
        List<String> begun = new ArrayList<>();
        List<Supplier<Long>> tasks = List.of(
                () -> {
                    throw new IllegalStateException("failed");
                },
                () -> {
                    begun.add("second");
                    return 1L;
                });
        assertThatThrownBy(() -> ParallelTasks.run(context, "tuner", Runnable::run, tasks))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("failed");
        assertThat(begun).isEmpty();
    }

    @Test
    void anInterruptDoesTheSame() throws InterruptedException {
        Thread caller = new Thread(() -> assertThatThrownBy(
                        () -> ParallelTasks.run(context, "tuner", pool, List.of(ParallelTasksIT::jobWithoutEnd)))
                .isInstanceOf(InterruptedException.class));
        caller.start();
        await(started);
        caller.interrupt();
        caller.join(Duration.ofMinutes(1).toMillis());
        assertThat(caller.isAlive()).isFalse();
        assertNoJobRuns();
    }

    @Test
    void aStoppedContextDoesNotHideWhyAFitFailed(@TempDir Path folder) throws Exception {
        assertThat(new ForkedJvm(StoppedContext.class, folder).run("512m", Duration.ofMinutes(2)))
                .containsExactly("failed");
    }

    /** The tracker hears of the end of a job a little later; that of a job which nobody cancels it never does. */
    private void assertNoJobRuns() throws InterruptedException {
        for (int i = 0; i < 200 && context.statusTracker().getActiveJobIds().length > 0; i++) {
            Thread.sleep(50);
        }
        assertThat(context.statusTracker().getActiveJobIds()).isEmpty();
    }

    private static long count(int numRows) {
        return SparkSessions.shared().range(numRows).count();
    }

    private static long jobWithoutEnd() {
        VoidFunction<Integer> waits = row -> {
            started.countDown();
            mayEnd.await();
        };
        JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext())
                .parallelize(List.of(1), 1)
                .foreach(waits);
        return 1L;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A program of its own: the shared session is never stopped. */
    static final class StoppedContext {
        private StoppedContext() {}

        public static void main(String[] args) {
            SparkSession spark = SparkSession.builder()
                    .master("local[1]")
                    .config("spark.ui.enabled", "false")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .getOrCreate();
            try {
                JobScope.call(spark.sparkContext(), "fit", () -> {
                    spark.stop();
                    throw new IllegalStateException("failed");
                });
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
