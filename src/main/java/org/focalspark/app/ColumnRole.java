package org.focalspark.app;

/** What a column of the input became. */
enum ColumnRole {
    NUMERIC("numeric"),
    CATEGORICAL("categorical"),
    VECTOR("vector"),
    LEFT_OUT("left out"),
    LABEL("label"),
    WEIGHT("weight"),
    SPLIT("split");

    private final String shown;

    ColumnRole(String shown) {
        this.shown = shown;
    }

    /** As tables, JSON and messages write it. */
    String shown() {
        return shown;
    }
}
