package org.focalspark.classification;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Values as text that shows every bit, so that equal means identical and a failure shows the row. */
public final class ExactValues {
    private ExactValues() {}

    /** One text per row, in the order of the rows. */
    public static List<String> of(Dataset<Row> dataset, String... columns) {
        Column[] selected = Arrays.stream(columns).map(functions::col).toArray(Column[]::new);
        return dataset.select(selected).collectAsList().stream()
                .map(ExactValues::ofRow)
                .toList();
    }

    /** Of a vector its values, however it is stored. */
    public static String of(Object value) {
        if (value instanceof Double number) {
            return Double.toHexString(number);
        }
        if (value instanceof Vector vector) {
            return Arrays.stream(vector.toArray())
                    .mapToObj(Double::toHexString)
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return String.valueOf(value);
    }

    private static String ofRow(Row row) {
        return IntStream.range(0, row.size()).mapToObj(i -> of(row.get(i))).collect(Collectors.joining(" "));
    }
}
