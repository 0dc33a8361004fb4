package org.focalspark.training;

import org.apache.spark.SparkException;

/** Failures of the type that Spark's own classes have for them. */
public final class SparkFailure {
    private SparkFailure() {}

    /**
     * Throws a SparkException, which javac counts among the checked ones, from a method that declares none. Spark's do
     * the same: Scala has no checked exceptions, so callers of a drop-in expect no throws clause.
     *
     * @param message what is wrong, and the way out
     * @return never; for the caller to throw, so that javac sees where the path ends
     */
    public static RuntimeException of(String message) {
        return SparkFailure.<RuntimeException>undeclared(new SparkException(message));
    }

    /**
     * Throws an exception again, whether or not javac counts it among the checked ones.
     *
     * @param failure what Spark or Scala has thrown
     * @return never; for the caller to throw
     */
    static RuntimeException thrown(Exception failure) {
        return SparkFailure.<RuntimeException>undeclared(failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Exception> X undeclared(Exception failure) throws X {
        throw (X) failure;
    }
}
