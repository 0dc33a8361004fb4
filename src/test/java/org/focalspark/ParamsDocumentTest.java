package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.focalspark.tuning.FocalCrossValidator;
import org.focalspark.tuning.FocalTrainValidationSplit;
import org.junit.jupiter.api.Test;

/** Checks that the tables of docs/params.md list every param of every stage with its default. */
class ParamsDocumentTest {
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    /** Defaults that the tables describe in words. */
    private static final List<String> IN_WORDS = List.of("as in Spark", "that of Spark's class", "");

    private static final List<Params> STAGES = List.of(
            new FocalLogisticRegression(),
            new FocalMultilabelClassifier(),
            new FocalCrossValidator(),
            new FocalTrainValidationSplit(),
            new FocalLossEvaluator(),
            new CalibrationEvaluator());

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
                } else if (!IN_WORDS.contains(text) && !agrees(text, stage, param)) {
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
                List<String> names =
                        NAME.matcher(cells[1]).results().map(MatchResult::group).toList();
                String[] defaults = cells[3].strip().split(", ", -1);
                for (int i = 0; i < names.size(); i++) {
                    stated.put(names.get(i).replace("`", ""), defaults[Math.min(i, defaults.length - 1)]);
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
        String plain = text.replace("`", "");
        List<String> values = new ArrayList<>(List.of(value(stage, param)));
        if (plain.equals("chosen") || plain.startsWith("unset")) {
            return values.contains("unset") || values.contains("");
        }
        return values.contains(plain) || isNumber(plain, values.get(0));
    }

    private static boolean isNumber(String text, String value) {
        try {
            return Double.parseDouble(text) == Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String value(Params stage, Param<?> param) {
        return stage.hasDefault(param) ? String.valueOf(stage.getDefault(param).get()) : "unset";
    }
}
