package org.focalspark.app;

import java.util.function.UnaryOperator;
import org.apache.spark.SparkException;

/** The message of a failure, as users see it. */
final class FailureMessage {
    private FailureMessage() {}

    /** Returns the first line of the reason: Spark puts query plans into the others. */
    static String firstLine(Throwable failure) {
        return firstLine(failure, UnaryOperator.identity());
    }

    /** Returns the first line of the reason after the whole message is masked: a secret may have a line break. */
    static String firstLine(Throwable failure, UnaryOperator<String> mask) {
        return mask.apply(message(reason(failure)))
                .lines()
                .findFirst()
                .orElse("")
                .strip()
                .replaceFirst("^requirement failed: ", "");
    }

    /** Returns what failed in a task. It reaches us inside exceptions that speak of stages. */
    static Throwable reason(Throwable failure) {
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
