package org.focalspark.app;

import org.focalspark.table.ColumnProfile;
import org.focalspark.table.TextKind;

/**
 * What a column of the input became, and why.
 *
 * @param column the column
 * @param role what it became
 * @param reason why, and what the user may want to know of it
 * @param remarkable whether the reason is more than the type of the column
 * @param profile its cells in the training rows
 */
record ColumnDecision(InputColumn column, ColumnRole role, String reason, boolean remarkable, ColumnProfile profile) {

    String name() {
        return column.name();
    }

    /** Training rows without a value; in a numeric column marks such as ? are none. */
    long missing() {
        return profile.empty() + (role == ColumnRole.NUMERIC ? profile.texts(TextKind.MISSING) : 0);
    }

    /** Training rows of a numeric column that hold a value but no finite number. */
    long unreadable() {
        return role == ColumnRole.NUMERIC ? profile.otherTexts() + profile.infinite() : 0;
    }
}
