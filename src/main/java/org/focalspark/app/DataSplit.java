package org.focalspark.app;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * The rows to train on and the rows held out, both with all columns of the input.
 *
 * @param train rows to train on
 * @param test rows held out
 */
record DataSplit(Dataset<Row> train, Dataset<Row> test) {
    private static final String HELD_OUT = "focalspark_held_out";

    /**
     * Draws the same share of each class, exact to a row.
     *
     * <p>The rows of a class are put in the order of a hash of their content and the seed, and the first of them are
     * held out. So the split depends neither on the order of the rows nor on partitions, nor on which columns are
     * features; equal rows are interchangeable.
     *
     * @param labelled rows with a label
     * @param label what it says
     * @throws InvalidJobException if a class has fewer than two rows: training and test need one each
     */
    static DataSplit drawn(Dataset<Row> labelled, LabelColumn label, JobConfig.Split.Drawn config) {
        ClassCounts counts = label.check(labelled, "The input");
        long[] heldOutEnds = new long[label.numClasses()];
        long first = 0;
        for (int k = 0; k < heldOutEnds.length; k++) {
            heldOutEnds[k] = first + heldOut(counts.of(k), config.testFraction(), label.rowOf(k));
            first += counts.of(k);
        }
        Column[] content = hashable(labelled);
        Column[] order = {
            functions.col(LabelColumn.NAME), hash(config.seed(), 0, content), hash(config.seed(), 1, content)
        };
        int labelIndex = labelled.schema().fieldIndex(LabelColumn.NAME);
        JavaRDD<Row> marked = labelled.orderBy(order)
                .toJavaRDD()
                .zipWithIndex()
                .map(ranked -> marked(
                        ranked, ranked._2() < heldOutEnds[(int) ranked._1().getDouble(labelIndex)]));
        StructType schema = labelled.schema().add(HELD_OUT, DataTypes.BooleanType, false);
        Dataset<Row> all = labelled.sparkSession().createDataFrame(marked, schema);
        Column heldOut = functions.col(HELD_OUT);
        return new DataSplit(
                all.filter(functions.not(heldOut)).drop(HELD_OUT),
                all.filter(heldOut).drop(HELD_OUT));
    }

    /** Takes the word of a column. */
    static DataSplit byColumn(Dataset<Row> input, JobConfig.Split.ByColumn config) {
        InputColumn column = InputColumn.find(input.schema(), "split.column", config.column());
        return new DataSplit(
                input.filter(holdsAny(column, config.train())), input.filter(holdsAny(column, config.test())));
    }

    private static Column holdsAny(InputColumn column, List<String> values) {
        return values.stream().map(column::holds).reduce(functions.lit(false), Column::or);
    }

    private static long heldOut(long rows, double fraction, String needed) {
        if (rows < 2) {
            throw new InvalidJobException(
                    "Training and test both need " + needed + ", but the input has only " + rows + ".");
        }
        return Math.min(rows - 1, Math.max(1, Math.round(rows * fraction)));
    }

    /** Spark cannot hash maps. */
    private static Column[] hashable(Dataset<Row> dataset) {
        return Arrays.stream(dataset.schema().fields())
                .filter(field -> !field.dataType().catalogString().contains("map<"))
                .map(field -> new InputColumn("", field).column())
                .toArray(Column[]::new);
    }

    /** 64 bits; two of them with different salts make a collision of different rows a matter of theory. */
    private static Column hash(long seed, int salt, Column[] content) {
        Stream<Column> start = Stream.of(functions.lit(seed), functions.lit(salt));
        return functions.xxhash64(Stream.concat(start, Arrays.stream(content)).toArray(Column[]::new));
    }

    private static Row marked(Tuple2<Row, Long> ranked, boolean heldOut) {
        Row row = ranked._1();
        Object[] values = new Object[row.size() + 1];
        for (int i = 0; i < row.size(); i++) {
            values[i] = row.get(i);
        }
        values[row.size()] = heldOut;
        return RowFactory.create(values);
    }
}
