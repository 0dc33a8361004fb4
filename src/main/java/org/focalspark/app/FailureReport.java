package org.focalspark.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;

/** One sentence and an exit code for whatever stopped the job. */
final class FailureReport {
    /** All results are there. */
    static final int DONE = 0;

    /** The model was written, but another result is missing. */
    static final int INCOMPLETE = 3;

    /** Nothing that the user did wrong, as far as we know. */
    static final int UNEXPECTED = 1;

    /** Arguments, configuration or input are at fault. */
    static final int INVALID = 2;

    private final PrintWriter err;
    private final boolean withStackTrace;
    private final Secrets secrets;

    FailureReport(PrintWriter err, boolean withStackTrace, Secrets secrets) {
        this.err = err;
        this.withStackTrace = withStackTrace;
        this.secrets = secrets;
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
        err.println(kind + firstLine(secrets.masked(message(reason))) + hint);
        if (withStackTrace) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace, true));
            err.print(secrets.masked(trace.toString()));
        }
        err.flush();
        return invalid ? INVALID : UNEXPECTED;
    }

    /** The first line of the reason: Spark puts query plans into the others. */
    static String firstLine(Throwable failure) {
        return firstLine(message(reason(failure)));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("").strip().replaceFirst("^requirement failed: ", "");
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return message.contains("indices should be one-based and in ascending order")
                ? "A libsvm file must have indices that begin at 1 and ascend in every line. If its indices begin at 0, add"
                        + " 1 to each; else sort them in every line."
                : message;
    }

    /** What failed in a task reaches us inside exceptions that speak of stages. */
    private static Throwable reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof SparkException && cause != null ? reason(cause) : failure;
    }
}
