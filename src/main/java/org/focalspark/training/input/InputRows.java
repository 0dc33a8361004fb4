package org.focalspark.training.input;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.training.job.Execution;
import scala.Function1;

/**
 * Rows of one execution of the input with the columns that a fit reads, and their folds.
 *
 * @param rows label, features and, if there is one, weight, as {@link InputColumns} orders them; then the fold, if a
 *     column defines it
 * @param folds folds of the rows, drawn by partition and position, or read from a column; empty if rows are not split
 */
record InputRows(JavaRDD<Row> rows, Optional<RowFolds> folds) {

    /**
     * Plans the execution. Shuffles in the plan of the input may run at once.
     *
     * @param dataset input
     * @param columns columns to read
     * @param folds how rows are split for validation; empty for no split
     */
    static InputRows of(Dataset<?> dataset, InputColumns columns, Optional<Folds> folds) {
        if (folds.isEmpty()) {
            return new InputRows(columns.selectFrom(dataset).javaRDD(), Optional.empty());
        }
        Optional<String> foldCol = folds.get().foldCol();
        JavaRDD<Row> rows = foldCol.isPresent()
                ? columns.selectFrom(dataset, foldCol.get(), folds.get().numParts())
                        .javaRDD()
                : last(columns.appendTo(dataset, folds.get()), columns.size());
        OptionalDouble ignored = columns.multilabel() ? OptionalDouble.empty() : columns.ignoreLabel();
        return new InputRows(rows, Optional.of(RowFolds.of(folds.get(), rows.getNumPartitions(), ignored)));
    }

    /** Returns the last columns of rows. The other columns stay in the plan but are not converted to objects. */
    private static JavaRDD<Row> last(Dataset<Row> rows, int numColumns) {
        StructField[] fields = rows.schema().fields();
        int first = fields.length - numColumns;
        DataType[] types =
                Arrays.stream(fields).skip(first).map(StructField::dataType).toArray(DataType[]::new);
        return rows.queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(partition -> new LastColumns(partition, first, types), true);
    }

    /** Returns rows with the values of their last columns. */
    private static final class LastColumns implements Iterator<Row> {
        private final Iterator<InternalRow> rows;
        private final int first;
        private final DataType[] types;
        private final Function1<Object, Object>[] converters;

        @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no generic arrays
        private LastColumns(Iterator<InternalRow> rows, int first, DataType[] types) {
            this.rows = rows;
            this.first = first;
            this.types = types;
            this.converters = Arrays.stream(types)
                    .map(CatalystTypeConverters::createToScalaConverter)
                    .toArray(Function1[]::new);
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Row next() {
            InternalRow row = rows.next();
            Object[] values = new Object[types.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = converters[i].apply(row.get(first + i, types[i]));
            }
            return RowFactory.create(values);
        }
    }

    /** Settings of block building, sent to the tasks. */
    record Building(LabelReader labels, boolean weighted, BlockLimit limit) implements Serializable {
        static Building of(InputColumns columns, Execution execution) {
            return new Building(
                    columns.labelReader(), columns.weight().isPresent(), BlockLimit.of(execution.maxBlockSizeInMB()));
        }
    }

    /** Builds the blocks of each partition. A block has rows of one fold only. */
    JavaRDD<FeatureBlock> blocks(Building building) {
        if (folds.isEmpty()) {
            return rows.mapPartitions(
                    partition -> new BlockBuilder(partition, building.labels(), building.weighted(), building.limit()));
        }
        RowFolds rowFolds = folds.get();
        return rows.mapPartitionsWithIndex(
                (index, partition) -> new BlockBuilder(
                        partition,
                        building.labels(),
                        building.weighted(),
                        building.limit(),
                        rowFolds.numParts(),
                        rowFolds.ofPartition(index)::next),
                true);
    }
}
