package org.focalspark.app.data;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.text.Shown;

/**
 * The roles of all input columns.
 *
 * @param decisions one per column of the input, in its order
 * @param vector column of vectors with all features; if present, there are no numeric or categorical columns
 */
public record FeatureColumns(List<ColumnDecision> decisions, Optional<InputColumn> vector) {
    private static final int SHOWN_NAMES = 12;

    /**
     * Returns the columns with one feature each.
     *
     * @return in the order of the input
     */
    public List<InputColumn> numeric() {
        return of(ColumnRole.NUMERIC);
    }

    /**
     * Returns the columns with one feature per level.
     *
     * @return in the order of the input
     */
    public List<InputColumn> categorical() {
        return of(ColumnRole.CATEGORICAL);
    }

    /**
     * Returns the columns that are not used.
     *
     * @return in the order of the input
     */
    public List<InputColumn> unused() {
        return of(ColumnRole.LEFT_OUT);
    }

    private List<InputColumn> of(ColumnRole role) {
        return decisions.stream()
                .filter(decision -> decision.role() == role)
                .map(ColumnDecision::column)
                .toList();
    }

    /**
     * Returns a summary for the log: "1 numeric (speed), 2 categorical (size, phase)".
     *
     * @return counts and names
     */
    public String shown() {
        return vector.map(column -> "vector column " + column.name())
                .orElseGet(() -> shown(numeric(), "numeric") + ", " + shown(categorical(), "categorical"));
    }

    private static String shown(List<InputColumn> columns, String kind) {
        List<String> names = names(columns).stream().map(Shown::oneLine).toList();
        String some = String.join(", ", names.subList(0, Math.min(SHOWN_NAMES, names.size())));
        String more = names.size() > SHOWN_NAMES ? ", and " + Shown.count(names.size() - SHOWN_NAMES) + " more" : "";
        return Shown.count(columns.size()) + " " + kind + (columns.isEmpty() ? "" : " (" + some + more + ")");
    }

    /**
     * Checks that another input has these columns.
     *
     * @param schema columns of the other input
     * @param other its configuration key
     * @throws InvalidJobException if a feature is missing
     */
    public void checkPresent(StructType schema, String other) {
        List<String> names = Arrays.stream(schema.fieldNames())
                .filter(name -> !name.equals(LabelColumn.NAME))
                .toList();
        List<String> missing = decisions.stream()
                .filter(decision -> decision.role() == ColumnRole.NUMERIC
                        || decision.role() == ColumnRole.CATEGORICAL
                        || decision.role() == ColumnRole.VECTOR)
                .map(ColumnDecision::name)
                .filter(name -> names.stream().noneMatch(name::equalsIgnoreCase))
                .toList();
        if (!missing.isEmpty()) {
            throw new InvalidJobException(String.format(
                    "The rows of %s have no column '%s', which is a feature of the training data.%s%s",
                    other,
                    missing.get(0),
                    missing.size() == 1 ? "" : " " + Shown.count(missing.size() - 1) + " more are missing.",
                    InputNames.shown(names).replace(" Its columns", " Their columns")));
        }
    }

    /**
     * Returns the names of columns.
     *
     * @param columns columns of the input
     * @return their names, in the same order
     */
    public static List<String> names(Collection<InputColumn> columns) {
        return columns.stream().map(InputColumn::name).toList();
    }
}
