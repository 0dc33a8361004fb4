package org.focalspark.app.config;

import com.typesafe.config.ConfigObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Configuration of a job.
 *
 * @param input source of the training set, or of all rows
 * @param label label to predict
 * @param features columns of the features
 * @param split split into training and held-out set
 * @param estimator params of the estimator
 * @param modelExport exports of the model
 * @param report costs for the report
 * @param output paths of the results
 * @param resolved whole configuration with all references replaced
 */
public record JobConfig(
        Input input,
        Label label,
        Features features,
        Split split,
        EstimatorSettings estimator,
        ModelExport modelExport,
        Report report,
        Output output,
        ConfigObject resolved) {

    private static final String AUTO = "auto";
    private static final String FALSE_POSITIVE_COST = "false-positive-cost";
    private static final String FALSE_NEGATIVE_COST = "false-negative-cost";

    /** A data source of Spark: a table, or a path with its format and reader options. */
    public record Input(
            Optional<String> table, Optional<String> path, Optional<String> format, Map<String, String> options) {

        /**
         * Returns the source for messages: "table 'db.events'" or "'data/birdstrikes.csv'".
         *
         * @return kind and name
         */
        public String shown() {
            return table.map(name -> "table '" + name + "'").orElseGet(() -> "'" + path.orElse("") + "'");
        }
    }

    /** Label to predict. */
    public sealed interface Label {
        /**
         * Returns the column of the input that holds the label.
         *
         * @return its name
         */
        String column();

        /** A row is positive if the column contains the positive value, and negative otherwise. */
        record Binary(String column, String positive) implements Label {}

        /**
         * Every value of the column is a class. The classes are listed in the order of their labels; if the list is
         * empty, all values in the input are classes.
         */
        record Multiclass(String column, List<String> classes) implements Label {}
    }

    /**
     * Columns of the features.
     *
     * @param numeric numeric columns; empty for all columns of a numeric type
     * @param categorical categorical columns; empty for all columns of texts or booleans
     * @param include columns that {@code auto} must use even if its rules would leave them out
     * @param exclude columns that {@code auto} must not use
     * @param imputer fill value of missing numbers: median, mean or mode
     * @param minCount levels with fewer training rows share one feature; 1 turns merging off
     * @param maxUnreadable largest share of unreadable values in a numeric column, in [0, 1]
     * @param decimalComma whether numbers in texts are written as 1.234,50
     * @param vector column of feature vectors, which replaces all other columns
     */
    public record Features(
            Optional<List<String>> numeric,
            Optional<List<String>> categorical,
            List<String> include,
            List<String> exclude,
            String imputer,
            int minCount,
            double maxUnreadable,
            boolean decimalComma,
            Optional<String> vector) {}

    /** Split into training and held-out set. */
    public sealed interface Split {
        /** Holds out a random share of the rows of each class. */
        record Drawn(double testFraction, long seed) implements Split {}

        /** Splits by the values of a column. Rows with other values are left out. */
        record ByColumn(String column, List<String> train, List<String> test) implements Split {}

        /** Holds out the rows of a second input. */
        record SecondInput(Input test) implements Split {}
    }

    /**
     * Exports of the classifier, without the encoding of features, for scoring engines other than Spark.
     *
     * @param onnx path of the ONNX model, if configured
     * @param pmml path of the PMML document, if configured
     * @param doublePrecision whether inputs and outputs of the ONNX model are doubles
     */
    public record ModelExport(Optional<String> onnx, Optional<String> pmml, boolean doublePrecision) {}

    /**
     * Costs of wrong predictions, in any unit.
     *
     * @param falsePositiveCost cost of a negative row that is predicted positive
     * @param falseNegativeCost cost of a positive row that is predicted negative; empty for falsePositiveCost times the
     *     ratio of negative to positive weight in the training set
     */
    public record Report(double falsePositiveCost, OptionalDouble falseNegativeCost) {}

    /** Paths of the model, the metrics and the report, and whether existing files may be replaced. */
    public record Output(String model, String metrics, String report, boolean overwrite) {}

    /**
     * Reads a configuration strictly.
     *
     * @param resolved the whole configuration, with all references replaced
     * @return its values
     * @throws InvalidJobException on the first key that is unknown, missing or has a value out of range
     */
    public static JobConfig of(ConfigObject resolved) {
        ConfigSection root = new ConfigSection(resolved, "");
        Input input = input(root.section("input"));
        Label label = label(root.section("label"));
        JobConfig config = new JobConfig(
                input,
                label,
                features(root.section("features")),
                split(root.section("split")),
                EstimatorSettings.of(root.section("estimator")),
                modelExport(root.section("model-export")),
                report(root.section("report"), label),
                output(root.section("output")),
                resolved);
        root.refuseUnknownKeys();
        return config;
    }

    private static Input input(ConfigSection section) {
        Input input = new Input(
                section.optionalString("table"),
                section.optionalString("path"),
                section.optionalString("format"),
                section.optionalSection("options").map(ConfigSection::entries).orElse(Map.of()));
        section.refuseUnknownKeys();
        if (input.table().isPresent() == input.path().isPresent()) {
            throw new InvalidJobException(String.format(
                    "Exactly one of %s and %s must be set.", section.name("path"), section.name("table")));
        }
        if (input.path().isPresent()) {
            section.string("format");
        }
        return input;
    }

    private static Label label(ConfigSection section) {
        String column = section.string("column");
        Optional<String> positive = section.optionalString("positive");
        Optional<List<String>> classes = section.optionalStrings("classes");
        section.refuseUnknownKeys();
        if (positive.isPresent() && classes.isPresent()) {
            throw section.refusal("classes", "must be set without label.positive");
        }
        if (classes.filter(names -> names.size() < 2 || !isDistinct(names)).isPresent()) {
            throw section.refusal("classes", "must name two classes or more, each once");
        }
        return positive.<Label>map(value -> new Label.Binary(column, value))
                .orElseGet(() -> new Label.Multiclass(column, classes.orElse(List.of())));
    }

    private static boolean isDistinct(List<String> names) {
        return names.stream().distinct().count() == names.size();
    }

    private static Features features(ConfigSection section) {
        Features features = new Features(
                columnsOrAuto(section, "numeric"),
                columnsOrAuto(section, "categorical"),
                section.strings("include"),
                section.strings("exclude"),
                section.string("imputer"),
                section.wholeNumber("min-count"),
                section.number("max-unreadable"),
                section.flag("decimal-comma"),
                section.optionalString("vector"));
        section.refuseUnknownKeys();
        if (!List.of("median", "mean", "mode").contains(features.imputer())) {
            throw section.refusal("imputer", "must be median, mean or mode");
        }
        if (features.minCount() < 1) {
            throw section.refusal("min-count", "must be >= 1");
        }
        if (!(features.maxUnreadable() >= 0.0 && features.maxUnreadable() <= 1.0)) {
            throw section.refusal("max-unreadable", "must be in [0, 1]");
        }
        boolean listed =
                features.numeric().isPresent() || features.categorical().isPresent();
        if (features.vector().isPresent() && listed) {
            throw section.refusal("vector", "must be set without lists in features.numeric and features.categorical");
        }
        return features;
    }

    private static Optional<List<String>> columnsOrAuto(ConfigSection section, String key) {
        List<String> names = section.strings(key);
        return names.equals(List.of(AUTO)) ? Optional.empty() : Optional.of(names);
    }

    private static Split split(ConfigSection section) {
        Split.Drawn drawn = new Split.Drawn(section.number("test-fraction"), section.longNumber("seed"));
        Optional<ConfigSection> second = section.optionalSection("test-input");
        Optional<String> column = section.optionalString("column");
        Split split = column.isPresent()
                ? new Split.ByColumn(column.get(), section.strings("train"), section.strings("test"))
                : second.<Split>map(input -> new Split.SecondInput(input(input)))
                        .orElse(drawn);
        section.refuseUnknownKeys();
        if (column.isPresent() && second.isPresent()) {
            throw section.refusal("column", "must be set without split.test-input");
        }
        if (!(drawn.testFraction() > 0.0 && drawn.testFraction() < 1.0)) {
            throw section.refusal("test-fraction", "must be in (0, 1)");
        }
        return split;
    }

    private static ModelExport modelExport(ConfigSection section) {
        ModelExport export = new ModelExport(
                section.optionalString("onnx"), section.optionalString("pmml"), section.flag("double-precision"));
        section.refuseUnknownKeys();
        return export;
    }

    private static Output output(ConfigSection section) {
        String metrics = section.string("metrics");
        Output output = new Output(
                section.string("model"),
                metrics,
                section.optionalString("report").orElseGet(() -> beside(metrics)),
                section.flag("overwrite"));
        section.refuseUnknownKeys();
        return output;
    }

    /** Returns the default path of the report: metrics.html for metrics.json. */
    private static String beside(String metrics) {
        return metrics.replaceFirst("\\.json$", "") + ".html";
    }

    private static Report report(ConfigSection section, Label label) {
        Report report = new Report(cost(section, FALSE_POSITIVE_COST).orElse(1.0), cost(section, FALSE_NEGATIVE_COST));
        section.refuseUnknownKeys();
        for (String key : section.keys()) {
            if (label instanceof Label.Multiclass) {
                throw section.refusal(key, "has a meaning for two classes only, so label.positive must be set with it");
            }
        }
        return report;
    }

    private static OptionalDouble cost(ConfigSection section, String key) {
        Optional<String> written = section.optionalString(key);
        if (written.isEmpty()
                || (key.equals(FALSE_NEGATIVE_COST) && written.get().equals(AUTO))) {
            return OptionalDouble.empty();
        }
        double cost = section.number(key);
        if (!(cost > 0.0 && cost < Double.POSITIVE_INFINITY)) {
            throw section.refusal(key, "must be > 0 and finite");
        }
        return OptionalDouble.of(cost);
    }
}
