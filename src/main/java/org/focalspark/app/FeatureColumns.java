package org.focalspark.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of an input that features are made of.
 *
 * @param numeric become one feature each
 * @param categorical become one feature per value
 * @param vector is all features already; then the others are empty
 * @param unused columns that neither the configuration nor their type makes a feature
 */
record FeatureColumns(
        List<InputColumn> numeric,
        List<InputColumn> categorical,
        Optional<InputColumn> vector,
        List<InputColumn> unused) {

    /**
     * Decides on every column. Lists of the configuration win; {@code auto} takes what is left by its type.
     *
     * @param schema columns of the input
     * @param config what the configuration says
     * @param reserved columns that are no features: label, weight, split
     */
    static FeatureColumns resolve(StructType schema, JobConfig.Features config, Set<String> reserved) {
        List<InputColumn> excluded = find(schema, "features.exclude", config.exclude());
        if (config.vector().isPresent()) {
            return new FeatureColumns(List.of(), List.of(), Optional.of(vector(schema, config)), List.of());
        }
        List<InputColumn> numericListed =
                find(schema, "features.numeric", config.numeric().orElse(List.of()));
        List<InputColumn> categoricalListed =
                find(schema, "features.categorical", config.categorical().orElse(List.of()));
        Set<String> taken = new HashSet<>(reserved);
        excluded.forEach(column -> taken.add(column.name()));
        refuseTaken(numericListed, taken);
        refuseTaken(categoricalListed, taken);
        numericListed.forEach(FeatureColumns::checkNumeric);
        categoricalListed.forEach(FeatureColumns::checkCategorical);

        List<InputColumn> free = new ArrayList<>(free(schema, taken));
        List<InputColumn> numeric = config.numeric().isPresent() ? numericListed : take(free, InputColumn::isNumeric);
        List<InputColumn> categorical = config.categorical().isPresent()
                ? categoricalListed
                : take(free, column -> column.isText() || column.isBoolean());
        if (numeric.isEmpty() && categorical.isEmpty()) {
            throw new InvalidJobException(
                    "There is no column to learn from: features.numeric and features.categorical find none.");
        }
        return new FeatureColumns(numeric, categorical, Optional.empty(), free);
    }

    /** "1 numeric column (speed), 2 categorical columns (size, phase)". */
    String shown() {
        return vector.map(column -> "vector column " + column.name())
                .orElseGet(() -> shown(numeric, "numeric") + ", " + shown(categorical, "categorical"));
    }

    /**
     * Checks another input for these columns.
     *
     * @param other the key of its configuration
     */
    void checkPresent(StructType schema, String other) {
        List<String> names = List.of(schema.fieldNames());
        for (InputColumn column : used()) {
            if (!names.contains(column.name())) {
                throw new InvalidJobException(String.format(
                        "The rows of %s have no column '%s', which is a feature of the training data. Their columns"
                                + " are: %s.",
                        other, column.name(), String.join(", ", names)));
            }
        }
    }

    private List<InputColumn> used() {
        return Stream.of(numeric.stream(), categorical.stream(), vector.stream())
                .flatMap(Function.identity())
                .toList();
    }

    /**
     * Refuses columns that say nothing.
     *
     * @throws InvalidJobException if a column has no value in any row
     */
    void checkValues(Dataset<Row> train) {
        if (vector.isPresent()) {
            return;
        }
        List<InputColumn> used = used();
        Column[] counts = Stream.concat(
                        numeric.stream().map(column -> functions.count(column.number())),
                        categorical.stream().map(column -> functions.count(column.column())))
                .toArray(Column[]::new);
        Row values = train.select(counts).first();
        for (int i = 0; i < used.size(); i++) {
            if (values.getLong(i) == 0) {
                throw new InvalidJobException(String.format(
                        "Column '%s' has no %s in the training data. Leave it out with features.exclude.",
                        used.get(i).name(), i < numeric.size() ? "number" : "value"));
            }
        }
    }

    private static String shown(List<InputColumn> columns, String kind) {
        String names = columns.isEmpty() ? "" : " (" + String.join(", ", names(columns)) + ")";
        return columns.size() + " " + kind + names;
    }

    static List<String> names(Collection<InputColumn> columns) {
        return columns.stream().map(InputColumn::name).toList();
    }

    private static InputColumn vector(StructType schema, JobConfig.Features config) {
        InputColumn vector =
                InputColumn.find(schema, "features.vector", config.vector().orElseThrow());
        if (!vector.field().dataType().equals(SQLDataTypes.VectorType())) {
            throw new InvalidJobException(String.format(
                    "features.vector must name a column of vectors, but '%s' is of type %s.",
                    vector.name(), vector.typeName()));
        }
        return vector;
    }

    private static List<InputColumn> find(StructType schema, String key, List<String> names) {
        return names.stream()
                .distinct()
                .map(name -> InputColumn.find(schema, key, name))
                .toList();
    }

    /** The second list sees the columns of the first as taken. */
    private static void refuseTaken(List<InputColumn> listed, Set<String> taken) {
        for (InputColumn column : listed) {
            if (!taken.add(column.name())) {
                throw new InvalidJobException(String.format(
                        "%s names column '%s', which is already excluded, listed, or the label, weight or split column.",
                        column.key(), column.name()));
            }
        }
    }

    private static void checkNumeric(InputColumn column) {
        if (!column.isNumeric() && !column.isBoolean() && !column.isText()) {
            throw new InvalidJobException(String.format(
                    "%s must name columns of numbers, but '%s' is of type %s.",
                    column.key(), column.name(), column.typeName()));
        }
    }

    private static void checkCategorical(InputColumn column) {
        if (column.field().dataType().equals(SQLDataTypes.VectorType())) {
            throw new InvalidJobException(String.format(
                    "%s must name columns of values, but '%s' holds vectors; use features.vector.",
                    column.key(), column.name()));
        }
    }

    private static List<InputColumn> free(StructType schema, Set<String> taken) {
        return Arrays.stream(schema.fields())
                .filter(field -> !taken.contains(field.name()))
                .map(field -> new InputColumn("auto", field))
                .toList();
    }

    private static List<InputColumn> take(List<InputColumn> free, Predicate<InputColumn> wanted) {
        List<InputColumn> taken = free.stream().filter(wanted).toList();
        free.removeAll(taken);
        return taken;
    }
}
