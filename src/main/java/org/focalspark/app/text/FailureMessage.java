package org.focalspark.app.text;

import java.util.function.UnaryOperator;
import org.apache.spark.SparkException;

/** Messages of failures for users. */
public final class FailureMessage {
    private FailureMessage() {}

    /**
     * Returns the first line of the message of the reason. Other lines of Spark's messages contain query plans.
     *
     * @param failure exception
     * @return one line, possibly with secrets
     */
    public static String firstLine(Throwable failure) {
        return firstLine(failure, UnaryOperator.identity());
    }

    /**
     * Returns the first line of the message of the reason. The whole message is masked first, since a secret may
     * contain line breaks.
     *
     * @param failure exception
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
     * Returns the original failure of a task, which Spark wraps in its own exceptions.
     *
     * @param failure exception
     * @return first cause that is not a SparkException, or the last SparkException if there is none
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
