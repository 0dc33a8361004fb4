package org.focalspark.training;

import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * Tags the jobs of a fit, and cancels those still running when the fit ends: an interrupted fit leaves no job behind
 * that would read broadcasts and blocks already given back. The caller's job group stays as it is.
 */
final class JobScope {
    private JobScope() {}

    static <T> T call(SparkContext context, String uid, Supplier<T> fit) {
        String tag = uid.replace(',', '_') + "-" + UUID.randomUUID();
        context.addJobTag(tag);
        try {
            return fit.get();
        } finally {
            context.removeJobTag(tag);
            context.cancelJobsWithTag(tag);
        }
    }
}
