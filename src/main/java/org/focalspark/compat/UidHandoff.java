package org.focalspark.compat;

import org.jspecify.annotations.Nullable;

/**
 * Hands the uid of a stage over to code that runs inside its super constructor.
 *
 * <p>Spark's constructors create the inherited params and ask {@code uid()} for their parent before any field of a Java
 * subclass can be set; with an ordinary field every such param would belong to {@code null} and its setter fail.
 */
final class UidHandoff {
    private static final ThreadLocal<@Nullable String> PENDING = new ThreadLocal<>();

    private final String uid;

    private UidHandoff(String uid) {
        this.uid = uid;
    }

    /** To be evaluated as an argument of {@code this(...)}, that is before the super constructor runs. */
    static UidHandoff push(String uid) {
        PENDING.set(uid);
        return new UidHandoff(uid);
    }

    /** The uid, to be stored in the field once the super constructor is through. */
    String pop() {
        PENDING.remove();
        return uid;
    }

    /** The field, or the uid handed over while there is none yet. */
    static String orPending(@Nullable String field) {
        String uid = field != null ? field : PENDING.get();
        if (uid == null) {
            throw new IllegalStateException("uid() was called outside the constructor that sets it.");
        }
        return uid;
    }
}
