package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.focalspark.feature.TableVectorizer;
import org.focalspark.tuning.FocalCrossValidator;
import org.focalspark.tuning.FocalTrainValidationSplit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that the tables of docs/params.md list every param of every stage with its default. */
@Tag("once")
class ParamsDocumentTest {
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private static final String UNSET = "unset";

    private static final Params SPARK = new LogisticRegression();

    private static final List<Params> STAGES = List.of(
            new FocalLogisticRegression(),
            new FocalMultilabelClassifier(),
            new FocalCrossValidator(),
            new FocalTrainValidationSplit(),
            new FocalLossEvaluator(),
            new CalibrationEvaluator(),
            new TableVectorizer());

    @Test
    void everyParamIsThereWithItsDefault() throws IOException {
        Map<String, String> stated = stated();
        Map<String, String> differences = new TreeMap<>();
        for (Params stage : STAGES) {
            for (Param<?> param : stage.params()) {
                String text = stated.get(param.name());
                String where = stage.getClass().getSimpleName() + "." + param.name();
                if (text == null) {
                    differences.put(where, "is not in a table");
                } else if (!agrees(text, stage, param)) {
                    differences.put(where, "is " + value(stage, param) + ", but the table says " + text);
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void noOtherParamIsThere() throws IOException {
        List<String> known = STAGES.stream()
                .flatMap(stage -> Arrays.stream(stage.params()))
                .map(Param::name)
                .distinct()
                .toList();
        assertThat(known).containsAll(stated().keySet());
    }

    /** Returns the defaults by param name. In a row with more names than defaults, the last default covers the rest. */
    private static Map<String, String> stated() throws IOException {
        Map<String, String> stated = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("docs/params.md"))) {
            String[] cells = line.split(" ?\\| ?", -1);
            if (line.startsWith("| `") && cells.length == 5 && isOfParams(cells[1])) {
                List<String> names = NAME.matcher(cells[1])
                        .results()
                        .map(name -> name.group(1))
                        .toList();
                String[] defaults = cells[3].strip().replace("`", "").split(", ", -1);
                for (int i = 0; i < names.size(); i++) {
                    stated.put(names.get(i), defaults[Math.min(i, defaults.length - 1)]);
                }
            }
        }
        return stated;
    }

    private static boolean isOfParams(String names) {
        return Stream.of("reliability()", "objectiveHistory", "converged", "gradientNorm", "nonConvexShare")
                .noneMatch(names::contains);
    }

    private static boolean agrees(String text, Params stage, Param<?> param) {
        String value = value(stage, param);
        return switch (text) {
            case "" -> value.equals(UNSET);
            case "as in Spark" -> value.equals(value(SPARK, SPARK.getParam(param.name())));
            case "that of Spark's class" -> value.equals(value(tunerOfSpark(stage), param));
            case "chosen" -> !stage.isSet(param); // by the fit, if it is not set
            default ->
                text.startsWith(UNSET)
                        ? value.equals(UNSET) || value.isEmpty()
                        : value.equals(text) || isNumber(text, value);
        };
    }

    private static Params tunerOfSpark(Params stage) {
        return stage instanceof FocalCrossValidator ? new CrossValidator() : new TrainValidationSplit();
    }

    private static boolean isNumber(String text, String value) {
        try {
            return Double.parseDouble(text) == Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String value(Params stage, Param<?> param) {
        Param<?> own = stage.getParam(param.name());
        if (!stage.hasDefault(own)) {
            return UNSET;
        }
        Object value = stage.getDefault(own).get();
        return value.getClass().isArray() && Array.getLength(value) == 0 ? "[]" : value.toString();
    }
}
