package org.focalspark.table;

import java.io.Serializable;
import java.util.List;

/** Counts missing values, unreadable values and unseen levels of a column. An accumulator. */
public final class ColumnTally implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TextSample examples = new TextSample();
    private long missing;
    private long unreadable;
    private long unseen;

    /** Creates an empty tally. */
    public ColumnTally() {}

    void addMissing() {
        missing++;
    }

    void addUnreadable(String text) {
        unreadable++;
        examples.add(text, 1);
    }

    void addUnseen(String level) {
        unseen++;
        examples.add(level, 1);
    }

    /**
     * Adds the rows of another tally.
     *
     * @param that tally of other rows of the same column
     */
    public void merge(ColumnTally that) {
        missing += that.missing;
        unreadable += that.unreadable;
        unseen += that.unseen;
        examples.merge(that.examples);
    }

    /**
     * Missing cells: null, NaN or blank, in numeric columns also marks such as {@code ?}.
     *
     * @return number of rows
     */
    public long missing() {
        return missing;
    }

    /**
     * Cells of a numeric column with a value that is not a finite number.
     *
     * @return number of rows
     */
    public long unreadable() {
        return unreadable;
    }

    /**
     * Cells of a categorical column whose level is not in the training set.
     *
     * @return number of rows
     */
    public long unseen() {
        return unseen;
    }

    /**
     * Examples of unreadable cells or unseen levels.
     *
     * @return at most 8 texts in alphabetical order, cut to 60 characters
     */
    public List<String> examples() {
        return examples.texts();
    }
}
