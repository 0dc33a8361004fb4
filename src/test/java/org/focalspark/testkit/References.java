package org.focalspark.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rows of the committed tables under {@code src/test/resources/reference}, which scripts beside them have made. */
public final class References {
    private final Map<String, String> values = new HashMap<>();

    private References() {}

    /** Reads a table: comment lines, a header, rows. */
    public static List<References> read(String file) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(References.class.getResourceAsStream("/reference/" + file), file),
                StandardCharsets.UTF_8))) {
            List<String> lines =
                    reader.lines().filter(line -> !line.startsWith("#")).toList();
            List<String> header = List.of(lines.get(0).split(",", -1));
            return lines.stream().skip(1).map(line -> row(header, line)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static References row(List<String> header, String line) {
        String[] cells = line.split(",", -1);
        References row = new References();
        for (int i = 0; i < cells.length; i++) {
            row.values.put(header.get(i), cells[i]);
        }
        return row;
    }

    /** Text of a cell. */
    public String text(String column) {
        return Objects.requireNonNull(values.get(column), column);
    }

    /** Number in a cell, rounded once to the nearest double. */
    public double number(String column) {
        return Double.parseDouble(text(column));
    }

    /** Truth value in a cell. */
    public boolean flag(String column) {
        return Boolean.parseBoolean(text(column));
    }

    /** Numbers in a cell, separated by semicolons. */
    public double[] numbers(String column) {
        return Arrays.stream(text(column).split(";"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
