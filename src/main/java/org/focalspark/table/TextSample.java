package org.focalspark.table;

import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;

/**
 * The first distinct texts in alphabetical order with their exact row counts. Does not depend on the order of the rows.
 * Long texts are cut.
 */
final class TextSample implements Serializable {
    /** Number of texts in the sample. */
    static final int SIZE = 8;

    private static final int LONGEST = 60;
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, Long> rows = new TreeMap<>();
    private boolean complete = true;

    void add(String text, long count) {
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "\u2026";
        if (rows.size() == SIZE && !rows.containsKey(cut) && cut.compareTo(rows.lastKey()) > 0) {
            complete = false;
            return;
        }
        rows.merge(cut, count, Long::sum);
        if (rows.size() > SIZE) {
            rows.pollLastEntry();
            complete = false;
        }
    }

    void merge(TextSample that) {
        that.rows.forEach(this::add);
        complete &= that.complete;
    }

    /** Whether the sample contains all texts. */
    boolean isComplete() {
        return complete;
    }

    List<String> texts() {
        return List.copyOf(rows.keySet());
    }

    long rows(String text) {
        return rows.getOrDefault(text, 0L);
    }
}
