package org.focalspark.app.data;

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
 * Computes the profiles of all input columns in one pass with a custom aggregation. With one expression per column and
 * statistic, Spark would spend minutes on planning for thousands of columns.
 */
public final class TableProfile {
    /** Distinct values that a task stores for all columns together; 16 bytes each. */
    private static final int DISTINCT_VALUES = 1_000_000;

    private static final int MOST_DISTINCT = 1_024;
    private static final int FEWEST_DISTINCT = 64;

    private TableProfile() {}

    /**
     * Profiles the rows.
     *
     * @param rows training rows
     * @param columns columns to profile
     * @param decimalComma whether numbers in texts are written as 1.234,50
     * @return profiles by column name
     */
    public static Map<String, ColumnProfile> of(Dataset<Row> rows, List<InputColumn> columns, boolean decimalComma) {
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

    /** Columns of other types than numbers, texts and booleans count nulls only; dates are read as texts. */
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
