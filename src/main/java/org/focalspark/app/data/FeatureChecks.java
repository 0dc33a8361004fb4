package org.focalspark.app.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.text.Shown;
import org.focalspark.table.TextKind;

/** Rejects unusable features before any fit. One message names all columns. */
public final class FeatureChecks {
    private static final int SHOWN_COLUMNS = 10;
    private static final String PLAIN = "write plain finite numbers such as 1234.50 into the input";

    private FeatureChecks() {}

    /** Checks the columns chosen as features. */
    static void ofTraining(List<ColumnDecision> decisions, JobConfig.Features config) {
        refuseEmpty(decisions);
        List<String> unreadable = new ArrayList<>();
        String way = PLAIN;
        for (ColumnDecision decision : decisions) {
            long values = decision.profile().rows() - decision.missing();
            if (decision.unreadable() > config.maxUnreadable() * values) {
                unreadable.add(counted(
                        decision.name(), decision.unreadable(), values, AutoRules.unreadable(decision.profile())));
                if (decision.profile().texts(TextKind.DECIMAL_COMMA) > 0) {
                    way = AutoRules.wayToNumbers(decision.profile());
                }
            }
        }
        refuseUnreadable(unreadable, "the training data", way, config);
        boolean none = decisions.stream()
                .noneMatch(decision -> decision.role() == ColumnRole.NUMERIC
                        || decision.role() == ColumnRole.CATEGORICAL
                        || decision.role() == ColumnRole.VECTOR);
        if (none) {
            throw nothingToLearnFrom(decisions);
        }
    }

    private static void refuseEmpty(List<ColumnDecision> decisions) {
        List<String> empty = new ArrayList<>();
        boolean numbers = true;
        for (ColumnDecision decision : decisions) {
            boolean numeric = decision.role() == ColumnRole.NUMERIC;
            long values = numeric
                    ? decision.profile().numbers() - decision.profile().infinite()
                    : decision.profile().values();
            if (values == 0 && (numeric || decision.role() == ColumnRole.CATEGORICAL)) {
                empty.add("'" + decision.name() + "'");
                numbers &= numeric;
            }
        }
        if (!empty.isEmpty()) {
            boolean one = empty.size() == 1;
            throw new InvalidJobException(String.format(
                    "%s %s %s no %s in the training data. Leave %s out with features.exclude.",
                    one ? "Column" : "Columns",
                    some(empty),
                    one ? "has" : "have",
                    numbers ? "number" : "value",
                    one ? "it" : "them"));
        }
    }

    private static InvalidJobException nothingToLearnFrom(List<ColumnDecision> decisions) {
        String leftOut = decisions.stream()
                .filter(decision -> decision.role() == ColumnRole.LEFT_OUT)
                .limit(SHOWN_COLUMNS)
                .map(decision -> " '" + decision.name() + "' is left out: " + decision.reason() + ".")
                .collect(Collectors.joining());
        return new InvalidJobException(
                "There is no column to learn from: features.numeric and features.categorical find none." + leftOut);
    }

    /**
     * Checks the numeric columns of the held-out rows.
     *
     * @param tally rows of TableVectorizer.tally
     * @param rows number of held-out rows
     * @param config features section of the configuration
     * @throws InvalidJobException if a column has too many unreadable values
     */
    public static void ofTest(List<Row> tally, long rows, JobConfig.Features config) {
        List<String> unreadable = new ArrayList<>();
        for (Row row : tally) {
            long count = row.getLong(row.fieldIndex("unreadable"));
            long values = rows - row.getLong(row.fieldIndex("missing"));
            if (count > config.maxUnreadable() * values) {
                List<String> examples = row.getList(row.fieldIndex("examples"));
                unreadable.add(counted(
                        row.getString(0),
                        count,
                        values,
                        examples.stream()
                                .limit(3)
                                .map(text -> "'" + Shown.oneLine(text) + "'")
                                .collect(Collectors.joining(", "))));
            }
        }
        refuseUnreadable(unreadable, "the test data", PLAIN, config);
    }

    private static String counted(String name, long unreadable, long values, String examples) {
        return String.format(
                Locale.ROOT,
                "'%s' (%,d of %,d values, %s)",
                Shown.oneLine(name),
                unreadable,
                values,
                examples.isEmpty() ? "which are infinite" : "such as " + examples);
    }

    private static void refuseUnreadable(List<String> columns, String where, String way, JobConfig.Features config) {
        if (!columns.isEmpty()) {
            boolean one = columns.size() == 1;
            throw new InvalidJobException(String.format(
                    "Numeric columns must hold finite numbers, but in %s too many values do not: %s. To go on, %s, leave %s"
                            + " out with features.exclude, or raise features.max-unreadable (%s) to treat such values as"
                            + " missing.",
                    where,
                    some(columns),
                    way,
                    one ? "the column" : "the columns",
                    Shown.percent(config.maxUnreadable())));
        }
    }

    private static String some(List<String> columns) {
        String shown = String.join(", ", columns.subList(0, Math.min(SHOWN_COLUMNS, columns.size())));
        return columns.size() > SHOWN_COLUMNS
                ? shown + " and " + Shown.count(columns.size() - SHOWN_COLUMNS) + " more"
                : shown;
    }
}
