package org.focalspark.training.input;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.focalspark.training.job.SparkFailure;

/**
 * Rows of one execution of the input, each with its fold. They are cached, so training sets and held-out sets come from
 * the same draw. Closing releases the cache.
 *
 * <p>Two executions of a plan, or of two projections of it, may return rows in another order and in other partitions
 * (adaptive execution depends on the size of the columns that are read). Drawing folds in each execution would then
 * draw different folds, and a model would be measured on rows of its own training set.
 */
public final class FoldedRows implements AutoCloseable {
    private final Dataset<Row> rows;
    private final Column fold;
    private final String foldName;
    private final Folds given;

    private FoldedRows(Dataset<Row> rows, String foldName, Folds given) {
        this.rows = rows;
        this.foldName = foldName;
        this.fold = InputColumns.named(foldName);
        this.given = given;
    }

    /**
     * Plans the execution; the first use of the rows runs it. Shuffles in the plan of the input may run at once.
     *
     * @param dataset input
     * @param folds how rows are split; drawn folds equal those that Spark's CrossValidator and TrainValidationSplit
     *     draw from the same execution
     * @param kept predicate of the names of columns to keep; the fold column is dropped, as in Spark
     * @return rows with these columns, cached on first use
     */
    public static FoldedRows of(Dataset<?> dataset, Folds folds, Predicate<String> kept) {
        StructField[] fields = dataset.schema().fields();
        int[] places = IntStream.range(0, fields.length)
                .filter(i -> kept.test(fields[i].name()))
                .filter(i -> !folds.foldCol().equals(Optional.of(fields[i].name())))
                .toArray();
        String foldName = newName(fields);
        StructField[] schema = Arrays.copyOf(
                Arrays.stream(places).mapToObj(i -> fields[i]).toArray(StructField[]::new), places.length + 1);
        schema[places.length] =
                new StructField(foldName, DataTypes.IntegerType, false, org.apache.spark.sql.types.Metadata.empty());
        JavaRDD<Row> folded =
                folds.foldCol().isPresent() ? given(dataset, folds, places) : drawn(dataset, folds, places);
        // Built from an RDD even if no folds are drawn: the plan must never equal a plan that the caller has cached,
        // or releasing this cache would release the caller's.
        Dataset<Row> rows = dataset.sparkSession()
                .createDataFrame(folded.rdd(), new StructType(schema))
                .cache();
        return new FoldedRows(rows, foldName, folds.in(foldName));
    }

    private static String newName(StructField[] fields) {
        StringBuilder name = new StringBuilder("focalspark_fold");
        while (Arrays.stream(fields)
                .anyMatch(field -> field.name().toLowerCase(Locale.ROOT).contentEquals(name))) {
            name.append('_');
        }
        return name.toString();
    }

    private static JavaRDD<Row> given(Dataset<?> dataset, Folds folds, int[] places) {
        // By position, since names may be duplicate.
        Dataset<Row> renamed = InputColumns.byPlace(dataset);
        Column fold = InputColumns.checkedFold(
                InputColumns.place(dataset.schema().fieldIndex(folds.foldCol().orElseThrow())), folds.numFolds());
        Column[] columns = Arrays.copyOf(
                Arrays.stream(places).mapToObj(InputColumns::place).toArray(Column[]::new), places.length + 1);
        columns[places.length] = fold;
        return renamed.select(columns).javaRDD();
    }

    private static JavaRDD<Row> drawn(Dataset<?> dataset, Folds folds, int[] places) {
        JavaRDD<Row> rows = InputColumns.inOrderOfDraws(dataset, folds).javaRDD();
        RowFolds rowFolds = RowFolds.of(folds, rows.getNumPartitions(), java.util.OptionalDouble.empty());
        return rows.mapPartitionsWithIndex(
                        (index, partition) -> new Drawing(partition, rowFolds.ofPartition(index), places), true)
                .filter(row -> row.getInt(row.length() - 1) >= 0);
    }

    /** Returns rows with the kept columns and the drawn fold. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Drawing(Iterator<Row> rows, RowFolds.OfPartition folds, int[] places) implements Iterator<Row> {
        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Row next() {
            Row row = rows.next();
            Object[] values = new Object[places.length + 1];
            for (int i = 0; i < places.length; i++) {
                values[i] = row.get(places[i]);
            }
            values[places.length] = folds.next(row);
            return RowFactory.create(values);
        }
    }

    /**
     * Returns all rows.
     *
     * @return rows with the columns that were kept and the fold column of {@link #folds()}
     */
    public Dataset<Row> rows() {
        return rows;
    }

    /**
     * Returns how the rows are split.
     *
     * @return folds, defined by a column
     */
    public Folds folds() {
        return given;
    }

    /**
     * Returns the folds to hold out, one after the other.
     *
     * @return their numbers, ascending
     */
    public int[] heldOut() {
        return given.heldOut();
    }

    /**
     * Returns the training set of a fold.
     *
     * @param part number of the part
     * @return rows with the columns that were kept
     */
    public Dataset<Row> training(int part) {
        return rows.filter(fold.notEqual(part)).drop(foldName);
    }

    /**
     * Returns the held-out set of a fold.
     *
     * @param part number of the part
     * @return rows with the columns that were kept
     */
    public Dataset<Row> heldOut(int part) {
        return rows.filter(fold.equalTo(part)).drop(foldName);
    }

    /** Throws a SparkException with the message of MLUtils.kFold if a held-out set is empty. Reads all rows. */
    public void requireRows() {
        List<Row> found = rows.select(fold).distinct().collectAsList();
        for (int part : given.heldOut()) {
            if (found.stream().noneMatch(row -> row.getInt(0) == part)) {
                throw empty(part);
            }
        }
    }

    /**
     * Throws a SparkException with the message of MLUtils.kFold for an empty held-out set.
     *
     * @param part number of the part
     * @return never; the caller throws it
     */
    public static RuntimeException empty(int part) {
        return SparkFailure.of(String.format("The validation data at fold %d is empty.", part));
    }

    @Override
    public void close() {
        rows.unpersist();
    }
}
