package org.focalspark.app.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.table.CellValue;
import org.jspecify.annotations.Nullable;

/**
 * Fill values of numeric columns: median, mean or mode of the numbers in the training set, as in Spark's Imputer. The
 * Imputer itself needs double columns without dots in their names, and runs one job per column for the mode.
 */
public final class FillValues {
    /** Relative error of the quantiles, as in Spark's Imputer. */
    private static final double RELATIVE_ERROR = 0.001;

    /** Columns per pass for quantiles. A sketch takes up to 400 kB. */
    private static final int COLUMNS_PER_PASS = 500;

    private final Dataset<Row> rows;
    private final boolean decimalComma;

    /**
     * Creates a computation over the training set.
     *
     * @param rows training rows
     * @param decimalComma whether numbers in texts are written as 1.234,50
     */
    public FillValues(Dataset<Row> rows, boolean decimalComma) {
        this.rows = rows;
        this.decimalComma = decimalComma;
    }

    /**
     * Computes the fill values.
     *
     * @param columns numeric columns with a finite number each
     * @param strategy median, mean or mode
     * @return one number per column
     */
    public double[] of(List<InputColumn> columns, String strategy) {
        double[] fills = new double[columns.size()];
        for (int start = 0; start < fills.length; start += COLUMNS_PER_PASS) {
            List<InputColumn> some = columns.subList(start, Math.min(fills.length, start + COLUMNS_PER_PASS));
            double[] values =
                    strategy.equals("median") ? medians(some) : strategy.equals("mean") ? means(some) : modes(some);
            System.arraycopy(values, 0, fills, start, values.length);
        }
        return fills;
    }

    private JavaRDD<Row> numbers(List<InputColumn> columns) {
        boolean comma = decimalComma;
        int size = columns.size();
        return rows.select(columns.stream().map(InputColumn::column).toArray(Column[]::new))
                .toJavaRDD()
                .map(row -> RowFactory.create(IntStream.range(0, size)
                        .mapToObj(i -> finite(row.get(i), comma))
                        .toArray()));
    }

    private static @Nullable Double finite(@Nullable Object cell, boolean decimalComma) {
        double number = CellValue.number(cell, decimalComma);
        return Double.isFinite(number) ? number : null;
    }

    private double[] medians(List<InputColumn> columns) {
        String[] names =
                IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).toArray(String[]::new);
        StructType schema = new StructType();
        for (String name : names) {
            schema = schema.add(name, DataTypes.DoubleType);
        }
        double[][] medians = rows.sparkSession()
                .createDataFrame(numbers(columns), schema)
                .stat()
                .approxQuantile(names, new double[] {0.5}, RELATIVE_ERROR);
        return Arrays.stream(medians).mapToDouble(median -> median[0]).toArray();
    }

    private double[] means(List<InputColumn> columns) {
        int size = columns.size();
        double[] sums = numbers(columns)
                .treeAggregate(
                        new double[2 * size],
                        (sum, row) -> {
                            for (int i = 0; i < size; i++) {
                                sum[i] += row.isNullAt(i) ? 0.0 : row.getDouble(i);
                                sum[size + i] += row.isNullAt(i) ? 0.0 : 1.0;
                            }
                            return sum;
                        },
                        (sum, that) -> {
                            Arrays.setAll(sum, i -> sum[i] + that[i]);
                            return sum;
                        });
        return IntStream.range(0, size)
                .mapToDouble(i -> sums[i] / sums[size + i])
                .toArray();
    }

    /** Returns the most frequent number; among ties, the smallest. */
    private double[] modes(List<InputColumn> columns) {
        ArrayList<HashMap<Double, Long>> zero = new ArrayList<>();
        columns.forEach(column -> zero.add(new HashMap<>()));
        List<HashMap<Double, Long>> counts = numbers(columns)
                .treeAggregate(
                        zero,
                        (sums, row) -> {
                            for (int i = 0; i < sums.size(); i++) {
                                if (!row.isNullAt(i)) {
                                    sums.get(i).merge(row.getDouble(i) + 0.0, 1L, Long::sum);
                                }
                            }
                            return sums;
                        },
                        (sums, those) -> {
                            for (int i = 0; i < sums.size(); i++) {
                                HashMap<Double, Long> sum = sums.get(i);
                                those.get(i).forEach((number, count) -> sum.merge(number, count, Long::sum));
                            }
                            return sums;
                        });
        return counts.stream().mapToDouble(FillValues::mode).toArray();
    }

    private static double mode(Map<Double, Long> counts) {
        return counts.entrySet().stream()
                .min(Map.Entry.<Double, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }
}
