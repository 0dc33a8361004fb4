package org.focalspark.training.job;

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
        return asIs(new SparkException(message));
    }

    /**
     * Throws an exception on, be it a checked one.
     *
     * @param failure what was thrown
     * @return never; for the caller to throw
     */
    public static RuntimeException asIs(Exception failure) {
        return SparkFailure.<RuntimeException>undeclared(failure);
    }

    /**
     * A failure that is one candidate's and leaves the others to be tried.
     *
     * <p>Throws what ends more than that: an interrupt, or the cancellation of its jobs.
     *
     * @param failure what a fit or an evaluation has thrown
     * @return the failure as it is, or in an unchecked one with its message
     */
    public static RuntimeException ofOneCandidate(Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        boolean cancelled = String.valueOf(failure.getMessage()).contains(" cancelled ");
        if (cancelled || Thread.currentThread().isInterrupted()) {
            throw asIs(failure);
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(failure.getMessage(), failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Exception> X undeclared(Exception failure) throws X {
        throw (X) failure;
    }
}
