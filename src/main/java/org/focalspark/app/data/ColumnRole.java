package org.focalspark.app.data;

/** Role of an input column. */
public enum ColumnRole {
    /** One feature, the number in the column. */
    NUMERIC("numeric"),

    /** One feature per level. */
    CATEGORICAL("categorical"),

    /** All features, as a vector. */
    VECTOR("vector"),

    /** No feature. */
    LEFT_OUT("left out"),

    /** The label of the row. */
    LABEL("label"),

    /** The instance weight of the row. */
    WEIGHT("weight"),

    /** Column that determines whether the row is held out. */
    SPLIT("split");

    private final String shown;

    ColumnRole(String shown) {
        this.shown = shown;
    }

    /** Name in tables, JSON and messages. */
    String shown() {
        return shown;
    }
}
