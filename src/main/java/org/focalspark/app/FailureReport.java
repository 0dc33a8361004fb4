package org.focalspark.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.sql.AnalysisException;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.text.FailureMessage;
import org.focalspark.app.text.Secrets;

/** Reports the failure of a job as one sentence and an exit code. */
final class FailureReport {
    /** All results were written. */
    static final int DONE = 0;

    /** The model was written, but another result was not. */
    static final int INCOMPLETE = 3;

    /** The failure is unexpected: arguments, configuration and input seem valid. */
    static final int UNEXPECTED = 1;

    /** Arguments, configuration or input are invalid. */
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
     * Prints the failure.
     *
     * @return exit code
     */
    int report(Exception failure) {
        Throwable reason = FailureMessage.reason(failure);
        boolean invalid = reason instanceof InvalidJobException
                || reason instanceof IllegalArgumentException
                || reason instanceof AnalysisException;
        String kind =
                invalid ? "Error: " : "Unexpected failure: " + reason.getClass().getSimpleName() + ": ";
        String hint = invalid || withStackTrace ? "" : " (--stacktrace shows where)";
        err.println(kind + FailureMessage.firstLine(reason, text -> secrets.masked(text)) + hint);
        if (withStackTrace) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace, true));
            err.print(secrets.masked(trace.toString()));
        }
        err.flush();
        return invalid ? INVALID : UNEXPECTED;
    }
}
