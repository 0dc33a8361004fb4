package org.focalspark.app;

import java.io.PrintWriter;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;

/** One sentence and an exit code for whatever stopped the job. */
final class FailureReport {
    /** The model and the metrics are there. */
    static final int DONE = 0;

    /** Nothing that the user did wrong, as far as we know. */
    static final int UNEXPECTED = 1;

    /** Arguments, configuration or input are at fault. */
    static final int INVALID = 2;

    private final PrintWriter err;
    private final boolean withStackTrace;

    FailureReport(PrintWriter err, boolean withStackTrace) {
        this.err = err;
        this.withStackTrace = withStackTrace;
    }

    /**
     * Says what stopped the job.
     *
     * @return exit code
     */
    int report(Exception failure) {
        boolean invalid = failure instanceof InvalidJobException
                || failure instanceof IllegalArgumentException
                || failure instanceof AnalysisException;
        err.println(
                invalid
                        ? "Error: " + firstLine(failure)
                        : "Unexpected failure: " + failure.getClass().getSimpleName() + ": " + firstLine(failure)
                                + (withStackTrace ? "" : " (--stacktrace shows where)"));
        if (withStackTrace) {
            failure.printStackTrace(err);
        }
        err.flush();
        return invalid ? INVALID : UNEXPECTED;
    }

    /** The first line of a message: Spark puts query plans into the others, and speaks of stages before the reason. */
    static String firstLine(Throwable failure) {
        Throwable cause = failure.getCause();
        if (cause != null && failure instanceof SparkException) {
            return firstLine(cause);
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return message.lines().findFirst().orElse("").strip().replaceFirst("^requirement failed: ", "");
    }
}
