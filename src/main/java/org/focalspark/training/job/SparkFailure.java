package org.focalspark.training.job;

import org.apache.spark.SparkException;

/** Failures of Spark's own exception type. */
public final class SparkFailure {
    private SparkFailure() {}

    /**
     * Throws a SparkException, a checked exception in Java, without declaring it. Spark's methods do the same, since
     * Scala has no checked exceptions, so callers of a drop-in replacement expect no throws clause.
     *
     * @param message the problem and the fix
     * @return never; the caller throws it, so that javac knows that the path ends
     */
    public static RuntimeException of(String message) {
        return asIs(new SparkException(message));
    }

    /**
     * Rethrows an exception, even a checked one.
     *
     * @param failure exception to rethrow
     * @return never; the caller throws it
     */
    public static RuntimeException asIs(Exception failure) {
        return SparkFailure.<RuntimeException>undeclared(failure);
    }

    /**
     * Returns the failure of one candidate, after which the other candidates are still tried.
     *
     * <p>Throws a failure that ends all candidates: an interrupt, or the cancellation of jobs.
     *
     * @param failure exception of a fit or an evaluation
     * @return the failure itself, or an unchecked exception with its message and cause
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
