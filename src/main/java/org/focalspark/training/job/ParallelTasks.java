package org.focalspark.training.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * Runs tasks that start Spark jobs on the threads of a pool. If a task fails or the caller is interrupted, pending
 * tasks do not start, the jobs of running tasks are canceled, and the failure is thrown after all tasks have ended. No
 * job outlives the call, so none reads a cache that the caller has released.
 */
public final class ParallelTasks {
    private static final long CANCEL_EVERY_MILLIS = 100L;

    private ParallelTasks() {}

    /**
     * Runs all tasks and returns after all have ended.
     *
     * @param <T> type of the results
     * @param context running context
     * @param uid uid of the stage, for the tag of the jobs
     * @param executor pool, or the calling thread itself
     * @param tasks tasks
     * @return results in the order of the tasks
     */
    public static <T> List<T> run(SparkContext context, String uid, Executor executor, List<Supplier<T>> tasks) {
        String tag = JobScope.tag(uid);
        CompletableFuture<T> failed = new CompletableFuture<>();
        List<CompletableFuture<T>> running = new ArrayList<>();
        boolean succeeded = false;
        try {
            for (Supplier<T> task : tasks) {
                running.add(CompletableFuture.supplyAsync(
                        () -> unlessFailed(failed, () -> JobScope.tagged(context, tag, task)), executor));
            }
            await(CompletableFuture.anyOf(
                    failed, CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new))));
            List<T> results = running.stream().map(CompletableFuture::join).toList();
            succeeded = true;
            return results;
        } finally {
            if (!succeeded) {
                failed.cancel(false);
                end(context, tag, running);
            }
        }
    }

    /** Runs a task unless another one has failed. Records a failure, which ends the other tasks. */
    private static <T> T unlessFailed(CompletableFuture<T> failed, Supplier<T> task) {
        if (failed.isDone()) {
            throw new CancellationException("Another task has failed.");
        }
        try {
            return task.get();
        } catch (Throwable e) { // Scala's methods throw undeclared checked exceptions
            failed.completeExceptionally(e);
            throw e;
        }
    }

    private static <T> T await(CompletableFuture<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw SparkFailure.asIs(e.getCause() instanceof Exception cause ? cause : e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SparkFailure.asIs(e);
        }
    }

    /** Cancels repeatedly, since a task may be between two jobs. */
    private static <T> void end(SparkContext context, String tag, List<CompletableFuture<T>> running) {
        boolean interrupted = false;
        for (CompletableFuture<T> task : running) {
            while (!task.isDone()) {
                JobScope.cancel(context, tag);
                try {
                    task.get(CANCEL_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException | ExecutionException | CancellationException e) {
                    // not done, or failed: the caller throws the first failure
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
