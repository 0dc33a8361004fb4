package org.focalspark.app.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;
import org.focalspark.table.ColumnProfile;

/**
 * Columns that the configuration lists, and columns left to {@code auto}. The plan is checked against the schema before
 * any row is read.
 */
public final class FeaturePlan {
    private static final String NUMERIC = "features.numeric";
    private static final String CATEGORICAL = "features.categorical";
    private static final String INCLUDE = "features.include";

    private final JobConfig.Features config;
    private final List<InputColumn> columns;
    private final Optional<InputColumn> vector;
    /** Columns whose role does not depend on their cells, by name. */
    private final Map<String, AutoRules.Verdict> given = new LinkedHashMap<>();

    private final Set<String> forced = new HashSet<>();
    private final List<InputColumn> own;

    private FeaturePlan(
            JobConfig.Features config, List<InputColumn> columns, List<InputColumn> own, Optional<InputColumn> vector) {
        this.config = config;
        this.columns = columns;
        this.own = own;
        this.vector = vector;
    }

    /**
     * Creates the plan.
     *
     * @param schema columns of the input, without the job's output columns
     * @param own input columns that were dropped because the job writes columns of these names
     * @param config features section of the configuration
     * @param reserved columns that are not features, with their roles
     * @return the plan
     * @throws InvalidJobException if the configuration does not fit the columns
     */
    public static FeaturePlan of(
            StructType schema, List<InputColumn> own, JobConfig.Features config, Map<String, ColumnRole> reserved) {
        List<InputColumn> columns = Arrays.stream(schema.fields())
                .map(field -> new InputColumn("auto", field))
                .toList();
        Optional<InputColumn> vector = config.vector().map(name -> vector(schema, name));
        FeaturePlan plan = new FeaturePlan(config, columns, own, vector);
        reserved.forEach(
                (name, role) -> plan.given.put(name, new AutoRules.Verdict(role, "the configuration names it", false)));
        plan.addExcluded(schema);
        if (vector.isEmpty()) {
            plan.addListed(schema, NUMERIC, config.numeric(), ColumnRole.NUMERIC);
            plan.addListed(schema, CATEGORICAL, config.categorical(), ColumnRole.CATEGORICAL);
            plan.addIncluded(schema);
        } else {
            plan.given.put(
                    vector.get().name(), new AutoRules.Verdict(ColumnRole.VECTOR, "features.vector names it", false));
        }
        return plan;
    }

    private static InputColumn vector(StructType schema, String name) {
        InputColumn vector = InputColumn.find(schema, "features.vector", name);
        if (!vector.field().dataType().equals(SQLDataTypes.VectorType())) {
            throw new InvalidJobException(String.format(
                    "features.vector must name a column of vectors, but '%s' is of type %s.",
                    vector.name(), vector.typeName()));
        }
        return vector;
    }

    private void addExcluded(StructType schema) {
        for (String name : config.exclude()) {
            if (own.stream().noneMatch(column -> column.name().equals(name))) {
                given.putIfAbsent(
                        InputColumn.find(schema, "features.exclude", name).name(),
                        new AutoRules.Verdict(ColumnRole.LEFT_OUT, "features.exclude names it", false));
            }
        }
    }

    private void addListed(StructType schema, String key, Optional<List<String>> names, ColumnRole role) {
        for (String name : names.orElse(List.of()).stream().distinct().toList()) {
            InputColumn column = InputColumn.find(schema, key, name);
            if (given.containsKey(name)) {
                throw taken(column);
            }
            checkType(column, role);
            given.put(name, new AutoRules.Verdict(role, key + " lists it", false));
        }
    }

    private void addIncluded(StructType schema) {
        for (String name : config.include()) {
            InputColumn column = InputColumn.find(schema, INCLUDE, name);
            if (given.containsKey(name)) {
                throw taken(column);
            }
            boolean numeric = column.isNumeric();
            if (!numeric && !column.isBoolean() && !column.isText() && !column.isDay()) {
                throw new InvalidJobException(String.format(
                        "%s must name columns of numbers, texts, booleans or days, but '%s' is of type %s.",
                        INCLUDE, name, column.typeName()));
            }
            if ((numeric ? config.numeric() : config.categorical()).isPresent()) {
                throw new InvalidJobException(String.format(
                        "%s names column '%s', but %s is a list, so no column is left out automatically. Add the column"
                                + " there.",
                        INCLUDE, name, numeric ? NUMERIC : CATEGORICAL));
            }
            forced.add(name);
        }
    }

    private static InvalidJobException taken(InputColumn column) {
        return new InvalidJobException(String.format(
                "%s names column '%s', which is already excluded, listed, or the label, weight or split column.",
                column.key(), column.name()));
    }

    private static void checkType(InputColumn column, ColumnRole role) {
        boolean vectors = column.field().dataType().equals(SQLDataTypes.VectorType());
        if (role == ColumnRole.CATEGORICAL && vectors) {
            throw new InvalidJobException(String.format(
                    "%s must name columns of values, but '%s' holds vectors; use features.vector.",
                    column.key(), column.name()));
        }
        if (role == ColumnRole.NUMERIC && !column.isNumeric() && !column.isBoolean() && !column.isText()) {
            throw new InvalidJobException(String.format(
                    "%s must name columns of numbers, but '%s' is of type %s.",
                    column.key(), column.name(), column.typeName()));
        }
    }

    /**
     * Returns the columns to profile: their cells decide the role, or are counted for the report.
     *
     * @return in the order of the input
     */
    public List<InputColumn> columns() {
        return columns;
    }

    /**
     * Chooses the role of every column.
     *
     * @param profiles profiles of the training set, by column
     * @return roles of all columns
     * @throws InvalidJobException if a listed column has no value, a numeric column has too many unreadable values, or
     * no feature is left
     */
    public FeatureColumns decide(Map<String, ColumnProfile> profiles) {
        AutoRules rules = new AutoRules(config.maxUnreadable());
        List<ColumnDecision> decisions = new ArrayList<>();
        for (InputColumn column : columns) {
            ColumnProfile profile = Objects.requireNonNull(profiles.get(column.name()));
            AutoRules.Verdict verdict = verdict(rules, column, profile);
            decisions.add(new ColumnDecision(column, verdict.role(), verdict.reason(), verdict.remarkable(), profile));
        }
        FeatureChecks.ofTraining(decisions, config);
        for (InputColumn column : own) {
            decisions.add(new ColumnDecision(
                    column,
                    ColumnRole.LEFT_OUT,
                    "the job writes a column of this name itself; rename it in the input to use it",
                    true,
                    new ColumnProfile(1, false)));
        }
        return new FeatureColumns(List.copyOf(decisions), vector);
    }

    private AutoRules.Verdict verdict(AutoRules rules, InputColumn column, ColumnProfile profile) {
        AutoRules.Verdict listed = given.get(column.name());
        if (listed != null) {
            return rules.remarked(listed, column, profile);
        }
        if (vector.isPresent()) {
            return new AutoRules.Verdict(ColumnRole.LEFT_OUT, "features.vector holds all features", false);
        }
        AutoRules.Verdict verdict = rules.decide(column, profile, forced.contains(column.name()));
        boolean unlisted =
                (verdict.role() == ColumnRole.NUMERIC && config.numeric().isPresent())
                        || (verdict.role() == ColumnRole.CATEGORICAL
                                && config.categorical().isPresent());
        return unlisted
                ? new AutoRules.Verdict(
                        ColumnRole.LEFT_OUT, "features." + verdict.role().shown() + " does not list it", false)
                : verdict;
    }

    /**
     * Adds a remark to a column whose role is known.
     *
     * @param column name of the column; others are ignored
     * @param more a sentence without a full stop
     */
    public void remark(String column, String more) {
        given.computeIfPresent(
                column, (name, old) -> new AutoRules.Verdict(old.role(), old.reason() + "; " + more, true));
    }

    /**
     * Returns the names of label, weight and split column.
     *
     * @param config the configuration
     * @return those that are set
     */
    public static Set<String> reserved(JobConfig config) {
        return listed(config).entrySet().stream()
                .filter(names -> !names.getKey().startsWith("features."))
                .flatMap(names -> names.getValue().stream())
                .collect(Collectors.toSet());
    }

    /**
     * Returns the column names in the configuration.
     *
     * @param config the configuration
     * @return names by key
     */
    public static Map<String, List<String>> listed(JobConfig config) {
        Map<String, List<String>> names = new TreeMap<>();
        JobConfig.Features features = config.features();
        names.put("label.column", List.of(config.label().column()));
        names.put("estimator.weightCol", config.estimator().weightCol().stream().toList());
        names.put("features.vector", features.vector().stream().toList());
        names.put(NUMERIC, features.numeric().orElse(List.of()));
        names.put(CATEGORICAL, features.categorical().orElse(List.of()));
        names.put(INCLUDE, features.include());
        names.put(
                "split.column",
                Stream.of(config.split())
                        .filter(JobConfig.Split.ByColumn.class::isInstance)
                        .map(split -> ((JobConfig.Split.ByColumn) split).column())
                        .toList());
        return names;
    }
}
