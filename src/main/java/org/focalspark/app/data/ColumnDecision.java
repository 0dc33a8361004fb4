package org.focalspark.app.data;

import org.focalspark.table.ColumnProfile;
import org.focalspark.table.TextKind;

/**
 * The role of an input column and its reason.
 *
 * @param column the column
 * @param role its role
 * @param reason why it has this role, with remarks for the user
 * @param remarkable whether the reason says more than the type of the column
 * @param profile profile of its cells in the training set
 */
record ColumnDecision(InputColumn column, ColumnRole role, String reason, boolean remarkable, ColumnProfile profile) {

    String name() {
        return column.name();
    }

    /**
     * Returns the number of training rows with a missing value. In numeric columns, marks such as ? are missing values.
     */
    long missing() {
        return profile.empty() + (role == ColumnRole.NUMERIC ? profile.texts(TextKind.MISSING) : 0);
    }

    /** Returns the number of training rows with an unreadable or infinite value in a numeric column. */
    long unreadable() {
        return role == ColumnRole.NUMERIC ? profile.otherTexts() + profile.infinite() : 0;
    }
}
