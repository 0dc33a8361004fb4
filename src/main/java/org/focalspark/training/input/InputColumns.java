package org.focalspark.training.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.RowOrdering;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;

/**
 * The columns that a fit reads.
 *
 * @param label column of class indices, numeric; or of vectors or arrays with a label per entry
 * @param features column of vectors
 * @param weight column of instance weights, numeric; empty if all rows weigh 1
 * @param ignoreLabel label of rows or entries to ignore
 * @param multilabel whether a row has several labels
 */
public record InputColumns(
        String label, String features, Optional<String> weight, OptionalDouble ignoreLabel, boolean multilabel) {
    static final int LABEL = 0;
    static final int FEATURES = 1;
    static final int WEIGHT = 2;

    /** Selects label, features and, if there is one, weight, at the positions named above. */
    Dataset<Row> selectFrom(Dataset<?> dataset) {
        return known(dataset).select(columns(dataset).toArray(Column[]::new));
    }

    /**
     * Selects the same columns plus the fold column, which comes last. Includes rows with the ignored label.
     *
     * @param foldCol column of part numbers below numParts
     */
    Dataset<Row> selectFrom(Dataset<?> dataset, String foldCol, int numParts) {
        List<Column> columns = columns(dataset);
        columns.add(checkedFold(named(foldCol), numParts));
        return dataset.select(columns.toArray(Column[]::new));
    }

    /**
     * Selects the same columns for rows whose folds are drawn. All columns of the dataset come first, so partitions and
     * order equal those of the whole dataset, from which Spark draws. Includes rows with the ignored label, since they
     * take part in the draw.
     */
    Dataset<Row> appendTo(Dataset<?> dataset, Folds folds) {
        List<Column> columns = columns(dataset);
        columns.add(0, functions.col("*"));
        return inOrderOfDraws(dataset, folds).select(columns.toArray(Column[]::new));
    }

    /** Returns the number of columns that the other methods select. */
    int size() {
        return weight.isPresent() ? WEIGHT + 1 : WEIGHT;
    }

    private List<Column> columns(Dataset<?> dataset) {
        List<Column> columns = new ArrayList<>();
        columns.add(multilabel ? labelVectors(dataset) : named(label).cast("double"));
        columns.add(named(features));
        weight.ifPresent(name -> columns.add(named(name).cast("double")));
        return columns;
    }

    /** Returns the dataset to draw folds from; for a single split it is sorted as in Dataset.randomSplit. */
    static Dataset<Row> inOrderOfDraws(Dataset<?> dataset, Folds folds) {
        return folds.trainRatio().isPresent() ? sorted(dataset) : dataset.toDF();
    }

    /** Sorts each partition by all sortable columns. */
    private static Dataset<Row> sorted(Dataset<?> dataset) {
        StructField[] fields = dataset.schema().fields();
        Column[] ordered = IntStream.range(0, fields.length)
                .filter(i -> RowOrdering.isOrderable(fields[i].dataType()))
                .mapToObj(InputColumns::place)
                .toArray(Column[]::new);
        return ordered.length == 0
                ? dataset.toDF()
                : byPlace(dataset).sortWithinPartitions(ordered).toDF(dataset.columns());
    }

    /** Returns the dataset with positions as column names: a join may leave duplicate names, which are ambiguous. */
    static Dataset<Row> byPlace(Dataset<?> dataset) {
        return dataset.toDF(IntStream.range(0, dataset.columns().length)
                .mapToObj(Integer::toString)
                .toArray(String[]::new));
    }

    /** Returns a column of {@link #byPlace}. */
    static Column place(int index) {
        return named(Integer.toString(index));
    }

    /** Returns the fold column with a check that fails with the message of MLUtils.kFold. */
    static Column checkedFold(Column fold, int numFolds) {
        String rule = "Fold number must be in range [0, " + numFolds + "), but got ";
        return functions
                .when(fold.geq(0).and(fold.lt(numFolds)), fold)
                .otherwise(functions.raise_error(functions.format_string(rule + "%s.", fold)));
    }

    /**
     * Returns the rows without those to ignore.
     *
     * @param dataset rows with the columns
     * @return rows without the ignored label; entries of label vectors are ignored when they are read
     */
    public Dataset<?> known(Dataset<?> dataset) {
        if (ignoreLabel.isEmpty() || multilabel) {
            return dataset;
        }
        // Null-safe: a missing label differs from the ignored label and is reported later.
        Column ignored = named(label).cast("double").eqNullSafe(functions.lit(ignoreLabel.getAsDouble()));
        return dataset.filter(functions.not(ignored));
    }

    private Column labelVectors(Dataset<?> dataset) {
        boolean arrays = dataset.schema().apply(label).dataType() instanceof ArrayType;
        return arrays ? vectorsOf(named(label)) : named(label);
    }

    /**
     * Converts label arrays to vectors. A null entry is unknown, like NaN; array_to_vector would convert it to 0.
     *
     * @param arrays column of arrays of numbers
     * @return column of vectors, null for a null array
     */
    public static Column vectorsOf(Column arrays) {
        Column known = functions.transform(
                arrays.cast("array<double>"), entry -> functions.coalesce(entry, functions.lit(Double.NaN)));
        return functions.when(arrays.isNotNull(), org.apache.spark.ml.functions.array_to_vector(known));
    }

    /** Reader of the labels of a row. */
    LabelReader labelReader() {
        return new LabelReader(multilabel, ignoreLabel.orElse(Double.NaN));
    }

    /**
     * Returns a column by its exact name. Unquoted, a dot would select the field of a struct.
     *
     * @param name name, taken literally
     * @return the column
     */
    public static Column named(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }
}
