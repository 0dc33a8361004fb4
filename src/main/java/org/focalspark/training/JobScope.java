package org.focalspark.training;

import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * Tags the jobs of a fit, and cancels those still running when the fit fails: an interrupted fit leaves no job behind
 * that would read broadcasts and blocks already given back. The caller's job group stays as it is.
 *
 * <p>A fit that succeeds has waited for its jobs and cancels nothing: the tuning of PySpark 4 gives all its threads
 * one object of local properties, so that jobs of the other fits carry the tag, too.
 */
final class JobScope {
    private JobScope() {}

    static <T> T call(SparkContext context, String uid, Supplier<T> fit) {
        String tag = uid.replace(',', '_') + "-" + UUID.randomUUID();
        context.addJobTag(tag);
        boolean succeeded = false;
        try {
            T result = fit.get();
            succeeded = true;
            return result;
        } finally {
            context.removeJobTag(tag);
            if (!succeeded) {
                context.cancelJobsWithTag(tag);
            }
        }
    }
}
