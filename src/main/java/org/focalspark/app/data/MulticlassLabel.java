package org.focalspark.app.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.text.Shown;

/**
 * Label with one class per value of a column. The label is the index of the class in the list of classes.
 *
 * <p>The configuration defines the order of the classes. If it lists none, the order is that of StringIndexer:
 * descending frequency in the training set (in all rows if the split is drawn), with ties in alphabetical order. The
 * label column has the names as nominal ML attributes, from which the estimator reads the number of classes.
 */
final class MulticlassLabel extends LabelColumn {
    private static final int MAX_CLASSES_FOUND = 100;

    private final JobConfig.Label.Multiclass config;
    private final List<String> classes;

    private MulticlassLabel(JobConfig.Label.Multiclass config, List<String> classes) {
        super(config.column());
        this.config = config;
        this.classes = List.copyOf(classes);
    }

    /**
     * Finds the classes, or checks those that the configuration lists.
     *
     * @throws InvalidJobException if there is only one class, a value that is not listed, a class without rows, or a
     *     column that does not seem to contain classes
     */
    static MulticlassLabel of(JobConfig.Label.Multiclass config, Dataset<Row> training, String where) {
        if (List.of(training.columns()).contains(PREDICTED_CLASS)) {
            throw new InvalidJobException(String.format(
                    "Column '%s' has the name under which the saved model writes the class. Rename it in the input.",
                    PREDICTED_CLASS));
        }
        return config.classes().isEmpty() ? found(config, training, where) : listed(config, training, where);
    }

    private static MulticlassLabel found(JobConfig.Label.Multiclass config, Dataset<Row> training, String where) {
        List<InputColumn.Frequency> values = InputColumn.find(training.schema(), "label.column", config.column())
                .frequentValues(training, MAX_CLASSES_FOUND + 1);
        if (values.size() > MAX_CLASSES_FOUND) {
            throw new InvalidJobException(String.format(
                    "Column '%s' holds more than %d values, such as %s, and without label.positive every value is a class."
                            + " Is it the right label.column? If so, set label.positive, or list all in label.classes.",
                    config.column(), MAX_CLASSES_FOUND, shown(values)));
        }
        MulticlassLabel label = new MulticlassLabel(
                config, values.stream().map(InputColumn.Frequency::text).toList());
        if (values.size() < 2) {
            ClassCounts counts = label.check(label.addTo(training), where);
            throw new InvalidJobException(String.format(
                    Locale.ROOT,
                    "%s has only one class: column '%s' holds '%s' in all %,d rows.",
                    where,
                    config.column(),
                    values.get(0).text(),
                    counts.rows()));
        }
        return label;
    }

    private static MulticlassLabel listed(JobConfig.Label.Multiclass config, Dataset<Row> training, String where) {
        MulticlassLabel label = new MulticlassLabel(config, config.classes());
        ClassCounts counts = label.check(label.addTo(training), where);
        for (int k = 0; k < label.numClasses(); k++) {
            if (counts.of(k) == 0) {
                throw new InvalidJobException(String.format(
                        "%s has no row of class '%s', which label.classes lists: column '%s' holds %s.",
                        where, label.classes.get(k), config.column(), label.frequentValues(training)));
            }
        }
        return label;
    }

    @Override
    InvalidJobException unlabeled(Dataset<Row> labeled, String where, ClassCounts counts) {
        Dataset<Row> unlabeled = labeled.filter(functions.col(NAME).isNull());
        long missing = unlabeled.filter(source(unlabeled).valueText().isNull()).count();
        if (missing > 0) {
            return missing(missing, counts.rows());
        }
        String sentence = config.classes().isEmpty()
                ? "%s has classes that training never sees: column '%s' holds %s. Leave these rows out, or move some of"
                        + " them to the training data."
                : "%s has values that label.classes does not list: column '%s' holds %s. Add them, or leave these rows"
                        + " out of the input.";
        return new InvalidJobException(String.format(sentence, where, config.column(), frequentValues(unlabeled)));
    }

    @Override
    public int numClasses() {
        return classes.size();
    }

    @Override
    public List<String> classNames() {
        return classes;
    }

    /**
     * Classes found in the training set are compared as texts, because the column of a second input may have another
     * type.
     */
    @Override
    Column label(InputColumn source) {
        boolean found = config.classes().isEmpty();
        Column label = functions.when(functions.lit(false), functions.lit(null).cast(DataTypes.DoubleType));
        for (int k = 0; k < classes.size(); k++) {
            String name = classes.get(k);
            label = label.when(found ? source.valueText().equalTo(name) : source.holds(name), (double) k);
        }
        return label.as(NAME, attributes());
    }

    private Metadata attributes() {
        return NominalAttribute.defaultAttr()
                .withName(NAME)
                .withValues(classes.toArray(String[]::new))
                .toMetadata();
    }

    @Override
    String rowOf(int label) {
        return "a row of class '" + classes.get(label) + "'";
    }

    @Override
    public Optional<String> remark() {
        return Optional.of(String.format(
                config.classes().isEmpty()
                        ? "%d classes: every value of column '%s' is one, since label.positive is not set."
                        : "%d classes: column '%s' holds those that label.classes lists.",
                numClasses(),
                config.column()));
    }

    /** Returns "58,000 rows: 45,586 Rad.Flow, 8,903 High", for example. */
    @Override
    public String shown(ClassCounts counts) {
        return Shown.count(counts.rows()) + " rows: "
                + IntStream.range(0, numClasses())
                        .mapToObj(k -> Shown.count(counts.of(k)) + " " + classes.get(k))
                        .collect(Collectors.joining(", "));
    }

    @Override
    public Map<String, Object> json(ClassCounts counts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", counts.rows());
        json.put(
                "classes",
                IntStream.range(0, numClasses())
                        .mapToObj(k -> Map.of("name", classes.get(k), "label", k, "rows", counts.of(k)))
                        .toList());
        return json;
    }
}
