package org.focalspark.training.job;

import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * Tags the jobs of a fit, and cancels those still running when the fit fails: an interrupted fit leaves no job behind
 * that would read released broadcasts and blocks. The caller's job group stays as it is. A stopped context has no jobs,
 * and querying it would hide why the fit failed.
 *
 * <p>A fit that succeeds has waited for its jobs and cancels nothing: the tuning of PySpark 4 gives all its threads
 * one object of local properties, so that jobs of the other fits carry the tag, too.
 */
public final class JobScope {
    private JobScope() {}

    /**
     * Runs a fit with a tag on its jobs, and cancels those still running if it fails.
     *
     * @param <T> result of the fit
     * @param context context of the jobs
     * @param uid uid of the estimator, for the tag
     * @param fit the fit
     * @return its result
     */
    public static <T> T call(SparkContext context, String uid, Supplier<T> fit) {
        String tag = tag(uid);
        boolean succeeded = false;
        try {
            T result = tagged(context, tag, fit);
            succeeded = true;
            return result;
        } finally {
            if (!succeeded) {
                cancel(context, tag);
            }
        }
    }

    static String tag(String uid) {
        return uid.replace(',', '_') + "-" + UUID.randomUUID();
    }

    /** Runs a task and tags the jobs that this thread starts in it. */
    static <T> T tagged(SparkContext context, String tag, Supplier<T> task) {
        context.addJobTag(tag);
        try {
            return task.get();
        } finally {
            context.removeJobTag(tag);
        }
    }

    static void cancel(SparkContext context, String tag) {
        if (!context.isStopped()) {
            context.cancelJobsWithTag(tag);
        }
    }
}
