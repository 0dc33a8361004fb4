package org.focalspark.testkit.random;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalMultilabelClassifier;

/** What a fit that is refused must say. */
final class Refusal {
    private static final int LONGEST = 600;
    private static final int MOST_SENTENCES = 3;

    /** Of a stack trace, of Spark's wrapping of a failed task, or of a class name that is no word. */
    private static final Pattern INTERNALS =
            Pattern.compile("\n|\tat |Exception|Job aborted|stage failure|java\\.|scala\\.|org\\.apache");

    /** Refusals of the objective itself say no cause. */
    private static final Pattern NO_CAUSE = Pattern.compile("^The objective is ");

    private static final Params[] STAGES = {new FocalLogisticRegression(), new FocalMultilabelClassifier()};

    private Refusal() {}

    /** What a call throws; empty if it returns. */
    static Optional<Throwable> of(Callable<?> call) {
        try {
            call.call();
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(e);
        }
    }

    /** What is wrong with a refusal; empty if it is one of the right type with a message that helps. */
    static Optional<String> fault(Throwable refusal) {
        String message = refusal.getMessage() == null ? "" : refusal.getMessage();
        if (!(refusal instanceof IllegalArgumentException) && !(refusal instanceof SparkException)) {
            return Optional.of("is refused by " + refusal + ", which is neither an IllegalArgumentException nor a"
                    + " SparkException; at " + Arrays.toString(refusal.getStackTrace()));
        }
        if (!message.endsWith(".")
                || message.length() > LONGEST
                || INTERNALS.matcher(message).find()) {
            return Optional.of("is refused without a plain sentence: " + refusal);
        }
        if (message.split("[.!?] (?=[A-Z])", -1).length > MOST_SENTENCES) {
            return Optional.of("is refused in more than " + MOST_SENTENCES + " sentences: " + message);
        }
        if (NO_CAUSE.matcher(message).find() || !(namesColumn(message) || namesParam(message))) {
            return Optional.of("is refused without a param or column that is the cause: " + message);
        }
        return Optional.empty();
    }

    /** Spark's message about a table without rows names no column. */
    private static boolean namesColumn(String message) {
        return message.matches("(?s).*'(label|weight|features)'.*")
                || message.startsWith("ML algorithm was given empty dataset.");
    }

    private static boolean namesParam(String message) {
        return Arrays.stream(STAGES)
                .flatMap(stage -> Arrays.stream(stage.params()))
                .map(Param::name)
                .anyMatch(name -> Pattern.compile("(?i)\\b" + name + "\\b")
                        .matcher(message)
                        .find());
    }
}
