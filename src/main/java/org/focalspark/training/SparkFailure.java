package org.focalspark.training;

import org.apache.spark.SparkException;

/**
 * Throws Spark's own exception, as Spark does where a job cannot go on. It is a checked one to Java only: the Scala
 * methods that we implement declare none.
 */
final class SparkFailure {
    private SparkFailure() {}

    static RuntimeException of(String message) {
        SparkFailure.<RuntimeException>rethrow(new SparkException(message));
        throw new AssertionError("unreachable");
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void rethrow(Throwable failure) throws E {
        throw (E) failure;
    }
}
