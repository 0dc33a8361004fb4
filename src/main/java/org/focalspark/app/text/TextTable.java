package org.focalspark.app.text;

import java.util.List;

/** Table as text. Each column is as wide as its widest cell, and every line ends with a line break. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> lines;

    private TextTable(List<List<String>> lines) {
        this.lines = lines;
    }

    /**
     * Aligns all columns to the right.
     *
     * @param lines cells by line
     * @return table; every line ends with a line break
     */
    public static String ofNumbers(List<List<String>> lines) {
        return new TextTable(lines).aligned("");
    }

    /**
     * Aligns the first column to the left, the others to the right.
     *
     * @param lines cells by line
     * @return table; every line ends with a line break
     */
    public static String ofNamedLines(List<List<String>> lines) {
        return new TextTable(lines).aligned("-");
    }

    /**
     * Aligns the first column and one more to the left, the others to the right.
     *
     * @param lines cells by line
     * @param text index of the other column
     * @return table; every line ends with a line break
     */
    public static String ofNamedLines(List<List<String>> lines, int text) {
        return new TextTable(lines).aligned("-", text);
    }

    private String aligned(String firstFlag) {
        return aligned(firstFlag, -1);
    }

    /**
     * Returns the table. The second left-aligned column has no padding, because trailing spaces would wrap the line.
     */
    private String aligned(String firstFlag, int left) {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            text.append(padded(line, 0, firstFlag));
            for (int column = 1; column < line.size(); column++) {
                text.append(GAP).append(column == left ? line.get(column).strip() : padded(line, column, ""));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    private String padded(List<String> line, int column, String flag) {
        return String.format("%" + flag + width(column) + "s", line.get(column));
    }

    /** Returns the width of a column; at least 1, as String.format requires. */
    private int width(int column) {
        return Math.max(
                1,
                lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(1));
    }
}
