package org.focalspark.app;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The label of a row, 1.0 where the input holds the positive value and 0.0 elsewhere. */
final class LabelColumn {
    /** Column that is added to the input. */
    static final String NAME = "focalspark_label";

    private static final int SHOWN_VALUES = 8;

    private final JobConfig.Label config;

    LabelColumn(JobConfig.Label config) {
        this.config = config;
    }

    /**
     * Rows of each class.
     *
     * @param rows all rows
     * @param labelled rows whose label is not null
     * @param positives rows with label 1.0
     */
    record Counts(long rows, long labelled, long positives) {

        long negatives() {
            return labelled - positives;
        }

        /** "10,000 rows, 311 positive (3.11 %)". */
        String shown() {
            return String.format(
                    Locale.ROOT, "%,d rows, %,d positive (%.2f %%)", rows, positives, 100.0 * positives / rows);
        }

        static Counts of(Dataset<Row> labelled) {
            Column label = functions.col(NAME);
            Row sums = labelled.agg(functions.count(functions.lit(1)), functions.count(label), functions.sum(label))
                    .first();
            return new Counts(sums.getLong(0), sums.getLong(1), sums.isNullAt(2) ? 0 : Math.round(sums.getDouble(2)));
        }
    }

    /** Adds the label to an input. */
    Dataset<Row> addTo(Dataset<Row> input) {
        InputColumn source = InputColumn.find(input.schema(), "label.column", config.column());
        return input.withColumn(NAME, source.holds(config.positive()).cast("double"));
    }

    /**
     * Counts the classes.
     *
     * @param labelled rows with a label
     * @param where what the rows are, for messages: "The input"
     * @throws InvalidJobException if there is no row, a row without label, or only one class
     */
    Counts check(Dataset<Row> labelled, String where) {
        Counts counts = Counts.of(labelled);
        if (counts.rows() == 0) {
            throw new InvalidJobException(where + " has no rows.");
        }
        if (counts.labelled() < counts.rows()) {
            throw new InvalidJobException(String.format(
                    Locale.ROOT,
                    "Column '%s' must hold a label in every row, but is null in %,d of %,d rows. Leave these rows out of"
                            + " the input.",
                    config.column(),
                    counts.rows() - counts.labelled(),
                    counts.rows()));
        }
        if (counts.positives() == 0) {
            throw new InvalidJobException(String.format(
                    Locale.ROOT,
                    "%s has no positive row: column '%s' never holds '%s' in %,d rows, but %s.",
                    where,
                    config.column(),
                    config.positive(),
                    counts.rows(),
                    frequentValues(labelled)));
        }
        if (counts.negatives() == 0) {
            throw new InvalidJobException(String.format(
                    Locale.ROOT,
                    "%s has no negative row: column '%s' holds '%s' in all %,d rows.",
                    where,
                    config.column(),
                    config.positive(),
                    counts.rows()));
        }
        return counts;
    }

    private String frequentValues(Dataset<Row> labelled) {
        Column value = InputColumn.find(labelled.schema(), "label.column", config.column())
                .column()
                .cast("string");
        List<Row> frequent = labelled.groupBy(value.as("value"))
                .count()
                .orderBy(functions.col("count").desc(), functions.col("value"))
                .limit(SHOWN_VALUES)
                .collectAsList();
        return frequent.stream()
                .map(row -> String.format(Locale.ROOT, "'%s' (%,d)", row.getString(0), row.getLong(1)))
                .collect(Collectors.joining(", "));
    }
}
