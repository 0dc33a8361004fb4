package org.focalspark.app;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The stages that turn columns of the input into feature vectors. None of them needs the label, so the fitted pipeline
 * scores rows that have none.
 */
final class PipelineAssembler {
    private static final String FEATURES = "focalspark_features";

    private final FeatureColumns columns;
    private final String imputer;
    private final List<String> numericStems;
    private final List<String> categoricalStems;

    /**
     * Plans the stages.
     *
     * @param imputer what replaces a missing number: median, mean or mode
     */
    PipelineAssembler(FeatureColumns columns, String imputer) {
        this.columns = columns;
        this.imputer = imputer;
        Set<String> taken = new HashSet<>();
        this.numericStems = stems(columns.numeric(), taken);
        this.categoricalStems = stems(columns.categorical(), taken);
    }

    /** The column that holds the feature vectors in the end. */
    String featuresCol() {
        return columns.vector().map(InputColumn::name).orElse(FEATURES);
    }

    /** The stages to fit; none if the input has vectors already. */
    Pipeline pipeline() {
        List<PipelineStage> stages = new ArrayList<>();
        if (columns.vector().isEmpty()) {
            stages.add(typedColumns());
            if (!numericStems.isEmpty()) {
                stages.add(imputer());
            }
            if (!categoricalStems.isEmpty()) {
                stages.add(indexer());
                stages.add(encoder());
            }
            stages.add(assembler());
        }
        return new Pipeline().setStages(stages.toArray(PipelineStage[]::new));
    }

    /** The fitted stages with more behind them; nothing is fitted again, since no stage is an Estimator. */
    static PipelineModel append(PipelineModel fitted, List<Transformer> last, Dataset<Row> input) {
        PipelineStage[] stages =
                Stream.concat(Stream.of(fitted.stages()), last.stream()).toArray(PipelineStage[]::new);
        return new Pipeline().setStages(stages).fit(input);
    }

    /**
     * Copies with the types that the next stages want and names that they can read: to them, a dot is the way into a
     * struct. A text that is no number is a missing number.
     */
    private SQLTransformer typedColumns() {
        List<String> copies = new ArrayList<>();
        for (int i = 0; i < numericStems.size(); i++) {
            copies.add(String.format("%s AS `%s`", columns.numeric().get(i).numberSql(), number(numericStems.get(i))));
        }
        for (int i = 0; i < categoricalStems.size(); i++) {
            copies.add(String.format(
                    "CAST(%s AS STRING) AS `%s`",
                    columns.categorical().get(i).quoted(), category(categoricalStems.get(i))));
        }
        return new SQLTransformer().setStatement("SELECT *, " + String.join(", ", copies) + " FROM __THIS__");
    }

    private Imputer imputer() {
        return new Imputer()
                .setStrategy(imputer)
                .setInputCols(each(numericStems, PipelineAssembler::number))
                .setOutputCols(each(numericStems, PipelineAssembler::imputed));
    }

    /** Unseen and missing values share one index more. */
    private StringIndexer indexer() {
        return new StringIndexer()
                .setHandleInvalid("keep")
                .setInputCols(each(categoricalStems, PipelineAssembler::category))
                .setOutputCols(each(categoricalStems, PipelineAssembler::index));
    }

    /** The index of unseen and missing values comes last and is dropped: they are all zeros. */
    private OneHotEncoder encoder() {
        return new OneHotEncoder()
                .setInputCols(each(categoricalStems, PipelineAssembler::index))
                .setOutputCols(each(categoricalStems, PipelineAssembler::indicators));
    }

    private VectorAssembler assembler() {
        String[] inputs = Stream.concat(
                        Stream.of(each(numericStems, PipelineAssembler::imputed)),
                        Stream.of(each(categoricalStems, PipelineAssembler::indicators)))
                .toArray(String[]::new);
        return new VectorAssembler().setInputCols(inputs).setOutputCol(FEATURES);
    }

    private static List<String> stems(List<InputColumn> columns, Set<String> taken) {
        return columns.stream()
                .map(column -> {
                    String stem = column.name().replaceAll("[.`]", "_");
                    while (!taken.add(stem)) {
                        stem += "_";
                    }
                    return stem;
                })
                .collect(Collectors.toList());
    }

    /** A feature by the names of the input: "speed" for "speed__imputed", "phase = Climb" for "phase__is_Climb". */
    static String readable(String feature) {
        String imputed = imputed("");
        return feature.endsWith(imputed)
                ? feature.substring(0, feature.length() - imputed.length())
                : feature.replaceFirst(indicators("") + "_", " = ");
    }

    private static String[] each(List<String> stems, UnaryOperator<String> naming) {
        return stems.stream().map(naming).toArray(String[]::new);
    }

    private static String number(String stem) {
        return stem + "__number";
    }

    private static String imputed(String stem) {
        return stem + "__imputed";
    }

    private static String category(String stem) {
        return stem + "__category";
    }

    private static String index(String stem) {
        return stem + "__index";
    }

    private static String indicators(String stem) {
        return stem + "__is";
    }
}
