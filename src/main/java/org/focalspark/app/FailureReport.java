package org.focalspark.app;

import java.io.PrintWriter;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;

/** One sentence and an exit code for whatever stopped the job. */
final class FailureReport {
    /** All results are there. */
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
        Throwable reason = reason(failure);
        boolean invalid = reason instanceof InvalidJobException
                || reason instanceof IllegalArgumentException
                || reason instanceof AnalysisException;
        String kind =
                invalid ? "Error: " : "Unexpected failure: " + reason.getClass().getSimpleName() + ": ";
        String hint = invalid || withStackTrace ? "" : " (--stacktrace shows where)";
        err.println(kind + firstLine(reason) + hint);
        if (withStackTrace) {
            failure.printStackTrace(err);
        }
        err.flush();
        return invalid ? INVALID : UNEXPECTED;
    }

    /** The first line of the reason: Spark puts query plans into the others. */
    static String firstLine(Throwable failure) {
        Throwable reason = reason(failure);
        String message = reason.getMessage() == null ? reason.toString() : reason.getMessage();
        return message.lines().findFirst().orElse("").strip().replaceFirst("^requirement failed: ", "");
    }

    /** What failed in a task reaches us inside exceptions that speak of stages. */
    private static Throwable reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof SparkException && cause != null ? reason(cause) : failure;
    }
}
