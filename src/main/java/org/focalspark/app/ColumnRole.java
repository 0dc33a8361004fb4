package org.focalspark.app;

/** Role of an input column. */
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

    /** Name in tables, JSON and messages. */
    String shown() {
        return shown;
    }
}
