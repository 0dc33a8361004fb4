package org.focalspark.app.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.table.CellValue;

/** Counts the training rows of every level of all categorical columns in one pass. */
public final class LevelCounts {
    private static final Comparator<Map.Entry<String, Long>> FREQUENT_FIRST = Map.Entry.<String, Long>comparingByValue(
                    Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey());

    private LevelCounts() {}

    /**
     * Levels of a column in descending order of frequency, with ties in alphabetical order.
     *
     * @param levels levels with their own feature
     * @param rare levels with too few rows, which share a feature
     */
    public record Levels(List<String> levels, List<String> rare) {}

    /**
     * Counts the levels.
     *
     * @param rows training rows
     * @param columns categorical columns
     * @param minCount levels with fewer rows are rare
     * @return levels by column
     */
    public static List<Levels> of(Dataset<Row> rows, List<InputColumn> columns, long minCount) {
        if (columns.isEmpty()) {
            return List.of();
        }
        List<Map<String, Long>> zero = new ArrayList<>();
        columns.forEach(column -> zero.add(new HashMap<>()));
        List<Map<String, Long>> counts = rows.select(
                        columns.stream().map(LevelCounts::cell).toArray(Column[]::new))
                .toJavaRDD()
                .treeAggregate(zero, LevelCounts::add, LevelCounts::merge);
        return counts.stream().map(count -> levels(count, minCount)).toList();
    }

    private static Column cell(InputColumn column) {
        boolean plain = column.isNumeric() || column.isBoolean() || column.isText();
        return plain ? column.column() : column.column().cast("string");
    }

    private static List<Map<String, Long>> add(List<Map<String, Long>> counts, Row row) {
        for (int i = 0; i < counts.size(); i++) {
            String level = CellValue.level(row.get(i));
            if (level != null) {
                counts.get(i).merge(level, 1L, Long::sum);
            }
        }
        return counts;
    }

    private static List<Map<String, Long>> merge(List<Map<String, Long>> counts, List<Map<String, Long>> those) {
        for (int i = 0; i < counts.size(); i++) {
            Map<String, Long> sums = counts.get(i);
            those.get(i).forEach((level, rows) -> sums.merge(level, rows, Long::sum));
        }
        return counts;
    }

    private static Levels levels(Map<String, Long> counts, long minCount) {
        List<Map.Entry<String, Long>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(FREQUENT_FIRST);
        return new Levels(
                names(sorted.stream().filter(level -> level.getValue() >= minCount)),
                names(sorted.stream().filter(level -> level.getValue() < minCount)));
    }

    private static List<String> names(Stream<Map.Entry<String, Long>> levels) {
        return levels.map(Map.Entry::getKey).toList();
    }
}
