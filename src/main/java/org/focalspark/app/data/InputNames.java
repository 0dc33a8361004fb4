package org.focalspark.app.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.text.Shown;
import org.focalspark.classification.FocalLogisticRegression;

/** Checks that column names of an input are unambiguous and differ from the job's output columns. */
public final class InputNames {
    private static final String OWN_PREFIX = "focalspark_";
    private static final int SHOWN_NAMES = 30;

    private final Set<String> own = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private InputNames() {}

    /**
     * Collects the output columns of the job's models and the job's internal columns.
     *
     * @param config the configuration
     * @return their names
     */
    public static InputNames of(JobConfig config) {
        InputNames names = new InputNames();
        FocalLogisticRegression estimator = config.estimator().estimator("the estimator's");
        names.own.add(estimator.getPredictionCol());
        names.own.add(estimator.getProbabilityCol());
        names.own.add(estimator.getRawPredictionCol());
        names.own.remove("");
        if (config.label() instanceof JobConfig.Label.Multiclass) {
            names.own.add(LabelColumn.PREDICTED_CLASS);
        }
        return names;
    }

    /** Returns whether the job writes a column of this name. */
    boolean isOwn(String name) {
        return own.contains(name) || name.toLowerCase(Locale.ROOT).startsWith(OWN_PREFIX);
    }

    /**
     * Returns the input columns that must be dropped before a model scores the input.
     *
     * @param schema columns of the input
     * @return those whose names the job uses itself
     */
    public List<InputColumn> own(StructType schema) {
        return Arrays.stream(schema.fields())
                .filter(field -> isOwn(field.name()))
                .map(field -> new InputColumn("auto", field))
                .toList();
    }

    /**
     * Drops these columns.
     *
     * @param input rows with all columns
     * @return the input without them
     */
    public Dataset<Row> withoutOwn(Dataset<Row> input) {
        return input.drop(own(input.schema()).stream().map(InputColumn::name).toArray(String[]::new));
    }

    /**
     * Rejects a configuration that uses a column which must be dropped.
     *
     * @param schema columns of the input
     * @param names column names by configuration key
     * @throws InvalidJobException on the first such column
     */
    public void refuseOwn(StructType schema, Map<String, List<String>> names) {
        Set<String> present = Set.of(schema.fieldNames());
        names.forEach((key, columns) -> columns.stream()
                .filter(name -> present.contains(name) && isOwn(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidJobException(String.format(
                            "%s names column '%s', but the job writes a column of this name itself. Rename it in the input%s.",
                            key, name, wayOut(name)));
                }));
    }

    private String wayOut(String name) {
        boolean settable = own.contains(name) && !name.equalsIgnoreCase(LabelColumn.PREDICTED_CLASS);
        return settable
                ? ", or let the model write elsewhere with estimator.predictionCol, probabilityCol or rawPredictionCol"
                : "";
    }

    /**
     * Rejects names that Spark cannot distinguish.
     *
     * @param input rows with all columns
     * @param key configuration key of the input
     * @throws InvalidJobException if there are such names; the message lists them
     */
    public static void refuseAmbiguous(Dataset<Row> input, String key) {
        boolean caseSensitive =
                Boolean.parseBoolean(input.sparkSession().conf().get("spark.sql.caseSensitive", "false"));
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (String name : input.columns()) {
            byName.computeIfAbsent(caseSensitive ? name : name.toLowerCase(Locale.ROOT), same -> new ArrayList<>())
                    .add(name);
        }
        List<String> ambiguous = byName.values().stream()
                .filter(names -> names.size() > 1)
                .flatMap(List::stream)
                .distinct()
                .toList();
        if (!ambiguous.isEmpty()) {
            throw new InvalidJobException(String.format(
                    "%s has columns of the same name, upper and lower case being the same: %s. Rename all but one of them%s.",
                    key, quoted(ambiguous), ambiguous.size() > 1 ? ", or set spark.sql.caseSensitive to true" : ""));
        }
    }

    private static String quoted(List<String> names) {
        return "'" + String.join("', '", names.subList(0, Math.min(SHOWN_NAMES, names.size()))) + "'";
    }

    /** Returns " Its columns are: a, b." for messages about a missing column. */
    static String shown(List<String> names) {
        String first = names.size() == 1 ? names.get(0) : "";
        for (String separator : List.of(";", "\t", "|", ",")) {
            if (first.contains(separator)) {
                return String.format(
                        " It has a single column, '%s': if its values are separated by '%s', set input.options.sep to that.",
                        Shown.cut(Shown.oneLine(first), 200), separator.equals("\t") ? "\\t" : separator);
            }
        }
        String some = String.join(", ", names.subList(0, Math.min(SHOWN_NAMES, names.size())));
        return names.size() > SHOWN_NAMES
                ? String.format(" Its columns are: %s and %,d more.", some, names.size() - SHOWN_NAMES)
                : " Its columns are: " + some + ".";
    }
}
