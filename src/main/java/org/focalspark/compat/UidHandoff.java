package org.focalspark.compat;

import org.jspecify.annotations.Nullable;

/**
 * Passes the uid of a stage to code that runs inside its super constructor.
 *
 * <p>Spark's constructors create the inherited params and call {@code uid()} for their parent before any field of a
 * Java subclass can be set. With an ordinary field, the parent of each such param would be {@code null}, and its setter
 * would fail.
 */
final class UidHandoff {
    private static final ThreadLocal<@Nullable String> PENDING = new ThreadLocal<>();

    private final String uid;

    private UidHandoff(String uid) {
        this.uid = uid;
    }

    /** Must be called in an argument of {@code this(...)}, which is evaluated before the super constructor runs. */
    static UidHandoff push(String uid) {
        PENDING.set(uid);
        return new UidHandoff(uid);
    }

    /** Returns the uid, to be stored in the field after the super constructor. */
    String pop() {
        PENDING.remove();
        return uid;
    }

    /** Returns the field, or the passed uid while the field is not set. */
    static String orPending(@Nullable String field) {
        String uid = field != null ? field : PENDING.get();
        if (uid == null) {
            throw new IllegalStateException("uid() was called outside the constructor that sets it.");
        }
        return uid;
    }
}
