package org.focalspark.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.focalspark.table.ColumnProfile;

/**
 * The profiles of all columns of an input, in one pass over its rows: one aggregation of our own, since an expression per column
 * and statistic makes Spark spend minutes on plans of thousands of columns.
 */
final class TableProfile {
    /** Distinct values that a task keeps for all columns together; 8 bytes each, twice. */
    private static final int DISTINCT_VALUES = 1_000_000;

    private static final int MOST_DISTINCT = 1_024;
    private static final int FEWEST_DISTINCT = 64;

    private TableProfile() {}

    /**
     * Profiles the rows.
     *
     * @param rows training rows
     * @param columns columns to look at
     * @param decimalComma whether numbers in texts are written as 1.234,50
     * @return profile by name of the column
     */
    static Map<String, ColumnProfile> of(Dataset<Row> rows, List<InputColumn> columns, boolean decimalComma) {
        int bound = Math.max(FEWEST_DISTINCT, Math.min(MOST_DISTINCT, DISTINCT_VALUES / Math.max(1, columns.size())));
        ColumnProfile[] zero = IntStream.range(0, columns.size())
                .mapToObj(i -> new ColumnProfile(bound, decimalComma))
                .toArray(ColumnProfile[]::new);
        ColumnProfile[] profiles = rows.select(
                        columns.stream().map(TableProfile::cell).toArray(Column[]::new))
                .toJavaRDD()
                .treeAggregate(zero, TableProfile::add, TableProfile::merge);
        Map<String, ColumnProfile> byName = new LinkedHashMap<>();
        for (int i = 0; i < profiles.length; i++) {
            byName.put(columns.get(i).name(), profiles[i]);
        }
        return byName;
    }

    /** Of columns that are no numbers, texts or booleans only what is null; of days their texts. */
    private static Column cell(InputColumn column) {
        if (column.isNumeric() || column.isBoolean() || column.isText()) {
            return column.column();
        }
        return column.isDay()
                ? column.column().cast("string")
                : functions.when(column.column().isNotNull(), functions.lit(true));
    }

    private static ColumnProfile[] add(ColumnProfile[] profiles, Row row) {
        for (int i = 0; i < profiles.length; i++) {
            profiles[i].add(row.get(i));
        }
        return profiles;
    }

    private static ColumnProfile[] merge(ColumnProfile[] profiles, ColumnProfile[] those) {
        for (int i = 0; i < profiles.length; i++) {
            profiles[i].merge(those[i]);
        }
        return profiles;
    }
}
