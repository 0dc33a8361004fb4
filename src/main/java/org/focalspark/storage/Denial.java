package org.focalspark.storage;

import java.util.regex.Pattern;

/** Tells whether an exception means that the user may not write. Object stores have no common class for it. */
final class Denial {
    private static final int DEPTH = 20;

    /**
     * Words with a slash are paths or addresses and are ignored: the 403 of a full disk at {@code /runs/403} is no
     * denial.
     */
    private static final Pattern PATH = Pattern.compile("\\S*/\\S*");

    private static final Pattern TYPE = Pattern.compile(".*\\.(AccessControlException|AccessDeniedException)");
    private static final Pattern WORDS = Pattern.compile(
            "\\b403\\b|Forbidden|Access ?Denied|Permission ?denied|PERMISSION_DENIED|AuthorizationPermissionMismatch"
                    + "|AuthorizationFailure|not authorized",
            Pattern.CASE_INSENSITIVE);

    private Denial() {}

    static boolean isIn(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < DEPTH && cause != null; i++) {
            if (TYPE.matcher(cause.getClass().getName()).matches()
                    || (cause.getMessage() != null
                            && WORDS.matcher(PATH.matcher(cause.getMessage()).replaceAll(" "))
                                    .find())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
