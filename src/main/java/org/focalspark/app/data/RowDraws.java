package org.focalspark.app.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A random number for each row, stored in a column.
 *
 * <p>The draw is a hash of the seed, the content of the row and, among equal rows, the row's ordinal. Equal rows are
 * interchangeable, so the draws do not depend on row order or partitions.
 *
 * @param rows rows with a label and a draw, cached
 */
record RowDraws(Dataset<Row> rows) {
    private static final String FINGERPRINT = "focalspark_fingerprint";
    private static final String DRAW = "focalspark_draw";

    /** Draws are below 2^63. Their upper 12 bits are a bucket, so the driver collects 1/4096 of them. */
    private static final int BUCKET_SHIFT = 51;

    private static final int NUM_BUCKETS = 1 << (63 - BUCKET_SHIFT);

    /**
     * Adds a column of draws.
     *
     * <p>Repartitions the rows, with equal rows in the same partition. Few partitions matter for wide
     * tables: in each of them, Spark generates the code of its projections again, with a statement for each column.
     *
     * @param numPartitions number of partitions of the result
     */
    static Dataset<Row> addTo(Dataset<Row> labeled, long seed, int numPartitions) {
        Column[] fingerprint = {functions.col(FINGERPRINT + 0), functions.col(FINGERPRINT + 1)};
        Column ordinal =
                functions.row_number().over(Window.partitionBy(fingerprint).orderBy(fingerprint));
        return labeled.withColumn(FINGERPRINT + 0, fingerprint(labeled.schema(), 0))
                .withColumn(FINGERPRINT + 1, fingerprint(labeled.schema(), 1))
                .repartition(numPartitions, fingerprint)
                .withColumn(
                        DRAW,
                        functions.shiftrightunsigned(
                                functions.xxhash64(functions.lit(seed), fingerprint[0], fingerprint[1], ordinal), 1))
                .drop(FINGERPRINT + 0, FINGERPRINT + 1);
    }

    /** Returns the rows that satisfy a condition, without the draws. */
    Dataset<Row> where(Column condition) {
        return rows.filter(condition).drop(DRAW);
    }

    /**
     * Returns the condition that a row has one of the smallest draws of its class.
     *
     * @param numSmallest number of such rows by label, between 1 and the number of rows of the class
     */
    Column areAmongSmallest(long[] numSmallest) {
        long[] left = numSmallest.clone();
        long[] buckets = buckets(left);
        Column[] last =
                Arrays.stream(lastDraws(left, buckets)).mapToObj(functions::lit).toArray(Column[]::new);
        return functions.col(DRAW).leq(ofLabel(last));
    }

    /**
     * Returns for each class the bucket of the largest selected draw.
     *
     * @param left number of draws to select; on return, the number of them in that bucket
     */
    private long[] buckets(long[] left) {
        long[][] counts = new long[left.length][NUM_BUCKETS];
        for (Row group :
                rows.groupBy(functions.col(LabelColumn.NAME), bucket()).count().collectAsList()) {
            counts[(int) group.getDouble(0)][(int) group.getLong(1)] = group.getLong(2);
        }
        long[] buckets = new long[left.length];
        for (int k = 0; k < left.length; k++) {
            int bucket = 0;
            while (left[k] > counts[k][bucket]) {
                left[k] -= counts[k][bucket++];
            }
            buckets[k] = bucket;
        }
        return buckets;
    }

    /** Returns the largest selected draw of each class from the draws in its bucket. */
    private long[] lastDraws(long[] left, long[] buckets) {
        Column[] wanted = LongStream.of(buckets).mapToObj(functions::lit).toArray(Column[]::new);
        List<LongStream.Builder> draws = new ArrayList<>();
        LongStream.of(buckets).forEach(bucket -> draws.add(LongStream.builder()));
        for (Row row : rows.filter(bucket().equalTo(ofLabel(wanted)))
                .select(functions.col(LabelColumn.NAME), functions.col(DRAW))
                .collectAsList()) {
            draws.get((int) row.getDouble(0)).add(row.getLong(1));
        }
        long[] last = new long[left.length];
        for (int k = 0; k < last.length; k++) {
            last[k] = draws.get(k).build().sorted().toArray()[(int) left[k] - 1];
        }
        return last;
    }

    private static Column bucket() {
        return functions.shiftright(functions.col(DRAW), BUCKET_SHIFT);
    }

    private static Column ofLabel(Column[] values) {
        return functions.get(
                functions.array(values), functions.col(LabelColumn.NAME).cast("int"));
    }

    /**
     * Returns a 64-bit hash of the content. Two hashes with different salts make collisions of different rows
     * negligible. Spark's hash skips nulls, so the position of each column is hashed too.
     */
    private static Column fingerprint(StructType schema, int salt) {
        List<Column> parts = new ArrayList<>(List.of(functions.lit(salt)));
        StructField[] fields = schema.fields();
        for (int i = 0; i < fields.length; i++) {
            parts.add(functions.lit(i));
            parts.add(hashable(fields[i]));
        }
        return functions.xxhash64(parts.toArray(Column[]::new));
    }

    /** Spark cannot hash maps and variants, and skips nulls inside arrays and structs, so these are hashed as JSON. */
    private static Column hashable(StructField field) {
        Column column = new InputColumn("", field).column();
        DataType type = field.dataType();
        boolean nested = type instanceof ArrayType
                || type instanceof MapType
                || type instanceof StructType
                || type.typeName().equals("variant");
        return nested ? functions.to_json(functions.struct(column), Map.of("ignoreNullFields", "false")) : column;
    }
}
