package org.focalspark.app.data;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;

/** Label column: the classes of the rows as numbers 0.0, 1.0, ..., computed from a column of the input. */
public abstract sealed class LabelColumn permits BinaryLabel, MulticlassLabel {
    /** Name of the label column that is added to the input. */
    public static final String NAME = "focalspark_label";

    /**
     * Output column of the saved pipeline with the name of the predicted class; absent if one class is the positive
     * one.
     */
    public static final String PREDICTED_CLASS = "predictedClass";

    private static final int SHOWN_VALUES = 8;

    private final String column;

    LabelColumn(String column) {
        this.column = column;
    }

    /**
     * Creates the label that a configuration describes.
     *
     * @param config label section of the configuration
     * @param training rows that define the classes if the configuration does not set the positive value
     * @param where name of these rows in messages: "The input"
     * @return the label
     * @throws InvalidJobException if the rows do not have the required classes
     */
    public static LabelColumn of(JobConfig.Label config, Dataset<Row> training, String where) {
        return config instanceof JobConfig.Label.Binary binary
                ? new BinaryLabel(binary)
                : MulticlassLabel.of((JobConfig.Label.Multiclass) config, training, where);
    }

    /**
     * Adds the label to an input.
     *
     * @param input rows with the source column of the label
     * @return rows with the label column, which is null for rows of no class
     */
    public final Dataset<Row> addTo(Dataset<Row> input) {
        return input.withColumn(NAME, label(source(input)));
    }

    /**
     * Counts the classes.
     *
     * @param labeled rows with a label
     * @param where name of the rows in messages: "The input"
     * @return rows by class
     * @throws InvalidJobException if there is no row or a row of no class, or if a binary label has rows of only one
     *     class
     */
    public ClassCounts check(Dataset<Row> labeled, String where) {
        ClassCounts counts = ClassCounts.of(labeled, numClasses());
        if (counts.rows() == 0) {
            throw new InvalidJobException(where + " has no rows.");
        }
        if (counts.unlabeled() > 0) {
            throw unlabeled(labeled, where, counts);
        }
        return counts;
    }

    /**
     * Rejects classes with a single row, which cannot be in both sets.
     *
     * @param counts counts of all rows before the split
     * @throws InvalidJobException if a class has one row; the message names all such classes
     */
    final void refuseSingleRows(ClassCounts counts) {
        List<String> single = IntStream.range(0, numClasses())
                .filter(k -> counts.of(k) < 2)
                .mapToObj(this::rowOf)
                .toList();
        if (!single.isEmpty()) {
            throw new InvalidJobException(String.format(
                    "Training and test both need %s, but the input has only one%s. Leave out such rows, or say by"
                            + " split.column or split.test-input which rows are held out.",
                    String.join(", ", single), single.size() == 1 ? "" : " of each"));
        }
    }

    /**
     * Returns the name of the source column in the input.
     *
     * @return its name
     */
    public final String column() {
        return column;
    }

    /**
     * Returns whether one class is the positive one. A label without a positive class may also have two classes.
     *
     * @return true if rows are positive or negative
     */
    public final boolean isBinary() {
        return this instanceof BinaryLabel;
    }

    /**
     * Returns the number of classes.
     *
     * @return at least 2
     */
    public abstract int numClasses();

    /**
     * Returns the names of the classes.
     *
     * @return one name per label, in their order
     */
    public abstract List<String> classNames();

    /** Returns the label of a row; null if it is of no class. */
    abstract Column label(InputColumn source);

    /** Returns a description of a row for messages, such as "a positive row". */
    abstract String rowOf(int label);

    /**
     * Detects values whose class may be unintended.
     *
     * @param training rows with a label
     * @return warning without a full stop, if there are such values
     */
    public Optional<String> doubts(Dataset<Row> training) {
        return Optional.empty();
    }

    /**
     * Returns a sentence about the origin of the classes; empty for a binary label.
     *
     * @return a sentence
     */
    public abstract Optional<String> remark();

    /**
     * Returns counts for a line of the log.
     *
     * @param counts rows by class
     * @return text with the counts and their meaning
     */
    public abstract String shown(ClassCounts counts);

    /**
     * Returns counts for metrics.json.
     *
     * @param counts rows by class
     * @return object with the total number of rows and the number per class
     */
    public abstract Map<String, Object> json(ClassCounts counts);

    /** Creates the exception about rows of no class. */
    InvalidJobException unlabeled(Dataset<Row> labeled, String where, ClassCounts counts) {
        return missing(counts.unlabeled(), counts.rows());
    }

    final InvalidJobException missing(long missing, long rows) {
        return new InvalidJobException(String.format(
                Locale.ROOT,
                "Column '%s' must hold a label in every row, but is null in %,d of %,d rows. Leave these rows out of the"
                        + " input.",
                column,
                missing,
                rows));
    }

    /** Returns the source column of the label in the input. */
    final InputColumn source(Dataset<Row> rows) {
        return InputColumn.find(rows.schema(), "label.column", column);
    }

    /** Returns "'no' (30), 'yes' (10)", for example. */
    final String frequentValues(Dataset<Row> rows) {
        return shown(source(rows).frequentValues(rows, SHOWN_VALUES));
    }

    static String shown(List<InputColumn.Frequency> values) {
        return values.stream()
                .limit(SHOWN_VALUES)
                .map(value -> String.format(Locale.ROOT, "'%s' (%,d)", value.text(), value.rows()))
                .collect(Collectors.joining(", "));
    }
}
