package org.focalspark.app.data;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;

/**
 * The training set and the held-out set, both with all columns of the input. The rows are cached once, before the
 * split, so the two sets stay disjoint even if two executions of the input return different rows.
 *
 * @param train rows of the training set
 * @param test rows of the held-out set
 */
public record DataSplit(Dataset<Row> train, Dataset<Row> test) {
    /** Bytes of the input per partition. */
    private static final long PARTITION_BYTES = 32L << 20;

    private static final int MAX_PARTITIONS = 1 << 16;

    /**
     * Draws the same share of each class, exact to a row.
     *
     * <p>Every row has its own draw ({@link RowDraws}), and the rows with the smallest draws of each class are held
     * out. The split does not depend on the order of the rows, on partitions, or on the choice of features. Equal rows
     * are drawn independently.
     *
     * @param labeled rows with a label
     * @param label the label
     * @param config share and seed
     * @param caches caches the rows
     * @return two sets with the label
     * @throws InvalidJobException if a class has fewer than two rows: training and test need one each
     */
    public static DataSplit drawn(
            Dataset<Row> labeled, LabelColumn label, JobConfig.Split.Drawn config, Caches caches) {
        Dataset<Row> drawn = RowDraws.addTo(labeled, config.seed(), numPartitions(labeled));
        RowDraws draws = new RowDraws(caches.keep(drawn));
        ClassCounts counts = label.check(draws.rows(), "The input");
        label.refuseSingleRows(counts);
        long[] heldOut = counts.rowsByLabel().stream()
                .mapToLong(rows -> Math.min(rows - 1, Math.max(1, Math.round(rows * config.testFraction()))))
                .toArray();
        Column isHeldOut = draws.areAmongSmallest(heldOut);
        return new DataSplit(draws.where(functions.not(isHeldOut)), draws.where(isHeldOut));
    }

    /**
     * Returns the number of partitions for the size of the rows, at most Spark's own number for a shuffle. Tables of
     * other databases and RDDs have no size: Spark then assumes a huge one.
     */
    private static int numPartitions(Dataset<Row> rows) {
        BigInteger bytes =
                rows.queryExecution().optimizedPlan().stats().sizeInBytes().bigInteger();
        int bySize = bytes.divide(BigInteger.valueOf(PARTITION_BYTES))
                .min(BigInteger.valueOf(MAX_PARTITIONS))
                .intValueExact();
        int wanted = Math.max(rows.sparkSession().sparkContext().defaultParallelism(), bySize + 1);
        return Math.min(wanted, Integer.parseInt(rows.sparkSession().conf().get("spark.sql.shuffle.partitions")));
    }

    /**
     * Splits by the values of a column.
     *
     * @param input rows with the column
     * @param config names the column and its values
     * @param caches caches the rows
     * @return two sets without the label
     * @throws InvalidJobException if a row is in both sets
     */
    public static DataSplit byColumn(Dataset<Row> input, JobConfig.Split.ByColumn config, Caches caches) {
        InputColumn column = InputColumn.find(input.schema(), "split.column", config.column());
        Column train = InputColumn.holdsAny(column, config.train());
        Column test = InputColumn.holdsAny(column, config.test());
        Dataset<Row> rows = caches.keep(input.filter(train.or(test)));
        if (!rows.filter(train.and(test)).isEmpty()) {
            throw new InvalidJobException(String.format(
                    "split.train and split.test must name different values of column '%s', but were %s and %s.",
                    column.name(), config.train(), config.test()));
        }
        return new DataSplit(rows.filter(train), rows.filter(test));
    }

    /**
     * Describes the rows that a split by a column puts into neither set.
     *
     * @param input rows with the column
     * @param config names the column and its values
     * @return a sentence without a final period; empty if there are no such rows
     */
    public static Optional<String> unused(Dataset<Row> input, JobConfig.Split.ByColumn config) {
        InputColumn column = InputColumn.find(input.schema(), "split.column", config.column());
        Column either = InputColumn.holdsAny(column, config.train()).or(InputColumn.holdsAny(column, config.test()));
        Dataset<Row> others = input.filter(functions.not(functions.coalesce(either, functions.lit(false))));
        long rows = others.count();
        if (rows == 0) {
            return Optional.empty();
        }
        List<InputColumn.Frequency> values = column.frequentValues(others, 3);
        return Optional.of(String.format(
                Locale.ROOT,
                "%,d rows are not used, since column '%s' holds neither a value of split.train nor one of split.test there, but"
                        + " %s",
                rows,
                column.name(),
                values.isEmpty() ? "null" : LabelColumn.shown(values)));
    }

    /**
     * Creates the sets from two inputs.
     *
     * @param train rows of the training set
     * @param test rows of the held-out set
     * @param caches caches the rows
     * @return two sets without the label
     */
    public static DataSplit ofInputs(Dataset<Row> train, Dataset<Row> test, Caches caches) {
        return new DataSplit(caches.keep(train), caches.keep(test));
    }

    /**
     * Adds the label to both sets.
     *
     * @param label the label
     * @return two sets with the label
     */
    public DataSplit labeled(LabelColumn label) {
        return new DataSplit(label.addTo(train), label.addTo(test));
    }
}
