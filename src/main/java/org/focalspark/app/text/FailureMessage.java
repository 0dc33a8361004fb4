package org.focalspark.app.text;

import java.util.function.UnaryOperator;
import org.apache.spark.SparkException;

/** The message of a failure, as users see it. */
public final class FailureMessage {
    private FailureMessage() {}

    /**
     * Returns the first line of the reason: Spark puts query plans into the others.
     *
     * @param failure what was thrown
     * @return one line, possibly with secrets
     */
    public static String firstLine(Throwable failure) {
        return firstLine(failure, UnaryOperator.identity());
    }

    /**
     * Returns the first line of the reason after the whole message is masked: a secret may have a line break.
     *
     * @param failure what was thrown
     * @param mask hides secrets
     * @return one line
     */
    public static String firstLine(Throwable failure, UnaryOperator<String> mask) {
        return mask.apply(message(reason(failure)))
                .lines()
                .findFirst()
                .orElse("")
                .strip()
                .replaceFirst("^requirement failed: ", "");
    }

    /**
     * Returns what failed in a task. It reaches us inside exceptions that speak of stages.
     *
     * @param failure what was thrown
     * @return its innermost cause behind Spark's exceptions, or itself
     */
    public static Throwable reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof SparkException && cause != null ? reason(cause) : failure;
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return message.contains("indices should be one-based and in ascending order")
                ? "A libsvm file must have indices that begin at 1 and ascend in every line. If its indices begin at 0, add"
                        + " 1 to each; else sort them in every line."
                : message;
    }
}
