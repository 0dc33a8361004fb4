package org.focalspark.app.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.text.Shown;
import org.focalspark.table.TextKind;

/** Label with two classes: 1.0 if the column contains the positive value, else 0.0. */
final class BinaryLabel extends LabelColumn {
    private static final int NEGATIVE = 0;
    private static final int POSITIVE = 1;
    private static final int VALUES_LOOKED_AT = 1_000;

    private final JobConfig.Label.Binary config;

    BinaryLabel(JobConfig.Label.Binary config) {
        super(config.column());
        this.config = config;
    }

    /** Requires both classes, also in the held-out set, because most metrics need both. */
    @Override
    public ClassCounts check(Dataset<Row> labeled, String where) {
        ClassCounts counts = super.check(labeled, where);
        if (counts.of(POSITIVE) == 0) {
            throw new InvalidJobException(String.format(
                    Locale.ROOT,
                    "%s has no positive row: column '%s' never holds '%s' in %,d rows, but %s.",
                    where,
                    config.column(),
                    config.positive(),
                    counts.rows(),
                    frequentValues(labeled)));
        }
        if (counts.of(NEGATIVE) == 0) {
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

    /**
     * Warns of missing labels and of other spellings of the positive value, which are negative like any other value.
     */
    @Override
    public Optional<String> doubts(Dataset<Row> training) {
        if (!source(training).isText()) {
            return Optional.empty();
        }
        List<InputColumn.Frequency> negative = source(training).frequentValues(training, VALUES_LOOKED_AT).stream()
                .filter(value -> !value.text().equals(config.positive()))
                .toList();
        List<InputColumn.Frequency> same = negative.stream()
                .filter(value ->
                        value.text().strip().equalsIgnoreCase(config.positive().strip()))
                .toList();
        List<InputColumn.Frequency> marks = negative.stream()
                .filter(value -> TextKind.of(value.text()) == TextKind.MISSING)
                .toList();
        List<String> doubts = new ArrayList<>();
        if (!same.isEmpty()) {
            doubts.add(String.format(
                    "%s in column '%s' count as negative, since label.positive is '%s': write one spelling into the input",
                    shown(same), config.column(), config.positive()));
        }
        if (!marks.isEmpty() && marks.size() < negative.size()) {
            doubts.add(String.format(
                    "%s in column '%s' count as negative; if they mark missing labels, leave these rows out of the input",
                    shown(marks), config.column()));
        }
        return doubts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", doubts));
    }

    @Override
    public int numClasses() {
        return 2;
    }

    @Override
    public List<String> classNames() {
        return List.of("not " + config.positive(), config.positive());
    }

    @Override
    Column label(InputColumn source) {
        return source.holds(config.positive()).cast("double");
    }

    @Override
    String rowOf(int label) {
        return label == POSITIVE ? "a positive row" : "a negative row";
    }

    @Override
    public Optional<String> remark() {
        return Optional.empty();
    }

    /** Returns "10,000 rows, 311 positive (3.11 %)", for example. */
    @Override
    public String shown(ClassCounts counts) {
        long positives = counts.of(POSITIVE);
        return String.format(
                "%s rows, %s positive (%s)",
                Shown.count(counts.rows()), Shown.count(positives), Shown.percent((double) positives / counts.rows()));
    }

    @Override
    public Map<String, Object> json(ClassCounts counts) {
        return Map.of("rows", counts.rows(), "positives", counts.of(POSITIVE));
    }
}
