package org.focalspark.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobConfigTest {
    @TempDir
    Path folder;

    @Test
    void smallestConfigurationHasDefaults() {
        JobConfig config = JobFile.read(folder, JobFile.SMALLEST, Map.of());

        assertThat(config.input().path()).contains("data.csv");
        assertThat(config.input().options()).isEmpty();
        assertThat(config.features().numeric()).isEmpty();
        assertThat(config.features().imputer()).isEqualTo("median");
        assertThat(config.split()).isEqualTo(new JobConfig.Split.Drawn(0.25, 42L));
        assertThat(config.output())
                .isEqualTo(new JobConfig.Output("target/model", "target/metrics.json", "target/metrics.html", false));
        assertThat(config.report()).isEqualTo(new JobConfig.Report(1.0, OptionalDouble.empty()));
        assertThat(config.modelExport())
                .isEqualTo(new JobConfig.ModelExport(Optional.empty(), Optional.empty(), false));
        assertThat(config.estimator().estimator("focal").getGamma()).isEqualTo(2.0);
    }

    @Test
    void exportsHaveASectionOfTheirOwn() {
        JobConfig config = JobFile.read(
                folder,
                JobFile.SMALLEST + "model-export { onnx = a.onnx, double-precision = true }",
                Map.of("model-export.pmml", "b.pmml"));

        assertThat(config.modelExport())
                .isEqualTo(new JobConfig.ModelExport(Optional.of("a.onnx"), Optional.of("b.pmml"), true));
    }

    @Test
    void overridesWinOverTheFileAndTheFileOverDefaults() {
        JobConfig config = JobFile.read(
                folder,
                JobFile.SMALLEST + "split { seed = 7, test-fraction = 0.5 }",
                Map.of("split.seed", "8", "input.path", "hdfs://host:9000/a b/*.csv", "label.positive", "1"));

        assertThat(config.split()).isEqualTo(new JobConfig.Split.Drawn(0.5, 8L));
        assertThat(config.input().path()).contains("hdfs://host:9000/a b/*.csv");
        assertThat(config.label()).isEqualTo(new JobConfig.Label.Binary("damage", "1"));
    }

    @Test
    void overridesMayBeListsSectionsAndNull() {
        JobConfig config = JobFile.read(
                folder,
                JobFile.SMALLEST,
                Map.of(
                        "features.numeric", "[a.b, \"c d\"]",
                        "input.options", "{ header = true, nested.key = 1 }",
                        "input.path", "null",
                        "input.table", "db.strikes"));

        assertThat(config.features().numeric()).contains(List.of("a.b", "c d"));
        assertThat(config.input().options()).isEqualTo(Map.of("header", "true", "nested.key", "1"));
        assertThat(config.input().table()).contains("db.strikes");
    }

    @Test
    void theReportIsBesideTheMetricsUnlessItIsNamed() {
        Map<String, String> metrics = Map.of("output.metrics", "s3a://results/scores");
        Map<String, String> both = Map.of("output.metrics", "m.json", "output.report", "r.htm");

        assertThat(JobFile.read(folder, JobFile.SMALLEST, metrics).output().report())
                .isEqualTo("s3a://results/scores.html");
        assertThat(JobFile.read(folder, JobFile.SMALLEST, both).output().report())
                .isEqualTo("r.htm");
    }

    @Test
    void costsAreNumbersOfWhichOneMayBeAuto() {
        String both = "report { false-positive-cost = 2, false-negative-cost = 7.5 }";
        String auto = "report.false-negative-cost = auto";

        assertThat(JobFile.read(folder, JobFile.SMALLEST + both, Map.of()).report())
                .isEqualTo(new JobConfig.Report(2.0, OptionalDouble.of(7.5)));
        assertThat(JobFile.read(folder, JobFile.SMALLEST + auto, Map.of()).report())
                .isEqualTo(new JobConfig.Report(1.0, OptionalDouble.empty()));
    }

    @Test
    void costsNeedTwoClasses() {
        assertThatThrownBy(() -> JobFile.read(
                        folder, JobFile.SMALLEST, Map.of("label.positive", "null", "report.false-negative-cost", "5")))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage(
                        "report.false-negative-cost has a meaning for two classes only, so label.positive must be set with"
                                + " it, but was '5' (given on the command line).");
    }

    @Test
    void environmentVariablesAreSubstituted() {
        JobConfig config = JobFile.read(folder, JobFile.SMALLEST + "output.model = ${PATH}", Map.of());

        assertThat(config.output().model()).isEqualTo(System.getenv("PATH"));
    }

    @Test
    void readsTheOtherSplits() {
        String byColumn = "split { column = part, train = training, test = [validation, test] }";
        String second = "split { test-input { table = held_out } }";

        assertThat(JobFile.read(folder, JobFile.SMALLEST + byColumn, Map.of()).split())
                .isEqualTo(new JobConfig.Split.ByColumn("part", List.of("training"), List.of("validation", "test")));
        assertThat(JobFile.read(folder, JobFile.SMALLEST + second, Map.of()).split())
                .isInstanceOfSatisfying(
                        JobConfig.Split.SecondInput.class,
                        split -> assertThat(split.test().table()).contains("held_out"));
    }

    @Test
    void labelWithoutPositiveMeansThatEveryValueIsAClass() {
        assertThat(JobFile.read(folder, JobFile.SMALLEST, Map.of("label.positive", "null"))
                        .label())
                .isEqualTo(new JobConfig.Label.Multiclass("damage", List.of()));
        assertThat(JobFile.read(
                                folder,
                                JobFile.SMALLEST,
                                Map.of("label.positive", "null", "label.classes", "[none, 1, \"1.5\"]"))
                        .label())
                .isEqualTo(new JobConfig.Label.Multiclass("damage", List.of("none", "1", "1.5")));
    }

    @Test
    void classesExcludePositive() {
        assertThatThrownBy(() -> JobFile.read(folder, JobFile.SMALLEST, Map.of("label.classes", "[yes, no]")))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("label.classes must be set without label.positive, but was [yes, no] (given on the command"
                        + " line).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[yes]", "[yes, no, yes]"})
    void classesAreTwoOrMoreEachOnce(String classes) {
        Map<String, String> overrides = Map.of("label.positive", "null", "label.classes", classes);

        assertThatThrownBy(() -> JobFile.read(folder, JobFile.SMALLEST, overrides))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("label.classes must name two classes or more, each once, but was " + classes
                        + " (given on the command line).");
    }

    @Test
    void unknownKeyIsRefusedWithItsPlaceAndTheNearestKey() {
        String text = JobFile.SMALLEST + "split {\n  sead = 7\n}";

        assertThatThrownBy(() -> JobFile.read(folder, text, Map.of()))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Unknown key 'split.sead' (%s, line 4). Did you mean 'seed'? Known here: column, seed,"
                                .formatted(folder.resolve("job.conf"))
                        + " test-fraction, test-input.");
    }

    @Test
    void brokenFileIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> JobFile.read(folder, "input {\n  path = [\n", Map.of()))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageStartingWith("Configuration is not valid: " + folder.resolve("job.conf") + ": ");
    }

    @Test
    void unresolvedVariableIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> JobFile.read(folder, "input.path = ${NO_SUCH_VARIABLE}", Map.of()))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("job.conf: 1")
                .hasMessageContaining("NO_SUCH_VARIABLE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    input.table         | t            | Exactly one of input.path and input.table must be set.
                    input.path          | null         | Exactly one of input.path and input.table must be set.
                    input.path          | "  "         | input.path must not be empty, but was '  ' (given on the command line).
                    input.format        | null         | input.format is missing from the configuration.
                    label.column        | null         | label.column is missing from the configuration.
                    label               | abc          | label must be a section { ... }, but was 'abc' (given on the command line).
                    lable.column        | abc          | Unknown key 'lable' (given on the command line). Did you mean 'label'? Known here: estimator, features, input, label, model-export, output, report, split.
                    features.imputer    | zero         | features.imputer must be median, mean or mode, but was 'zero' (given on the command line).
                    features.numeric    | [[a]]        | features.numeric must be a list of texts, but was [[a]] (given on the command line).
                    split.test-fraction | 1            | split.test-fraction must be in (0, 1), but was '1' (given on the command line).
                    split.test-fraction | NaN          | split.test-fraction must be in (0, 1), but was 'NaN' (given on the command line).
                    split.seed          | x            | split.seed must be a whole number, but was 'x' (given on the command line).
                    split.seed          | 1.5          | split.seed must be a whole number, but was '1.5' (given on the command line).
                    split.column        | part         | split.train is missing from the configuration.
                    report.false-negative-cost | often   | report.false-negative-cost must be a number, but was 'often' (given on the command line).
                    report.false-negative-cost | 0       | report.false-negative-cost must be > 0 and finite, but was '0' (given on the command line).
                    report.false-positive-cost | auto    | report.false-positive-cost must be a number, but was 'auto' (given on the command line).
                    report.false-positive-cost | -1      | report.false-positive-cost must be > 0 and finite, but was '-1' (given on the command line).
                    report.costs        | 1              | Unknown key 'report.costs' (given on the command line). Known here: false-negative-cost, false-positive-cost.
                    output.overwrite    | maybe        | output.overwrite must be true or false, but was 'maybe' (given on the command line).
                    """)
    void refusesInOneSentence(String key, String value, String sentence) {
        String text = value.replace('"' + "  " + '"', "\"  \"");

        assertThatThrownBy(() -> JobFile.read(folder, JobFile.SMALLEST, Map.of(key, text)))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage(sentence);
    }

    @Test
    void vectorExcludesLists() {
        assertThatThrownBy(() ->
                        JobFile.read(folder, JobFile.SMALLEST + "features { vector = v, numeric = [a] }", Map.of()))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageStartingWith(
                        "features.vector must be set without lists in features.numeric and features.categorical,"
                                + " but was 'v'");
    }

    @Test
    void columnExcludesSecondInput() {
        String split = "split { column = a, train = 1, test = 2, test-input { table = t } }";

        assertThatThrownBy(() -> JobFile.read(folder, JobFile.SMALLEST + split, Map.of()))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageStartingWith("split.column must be set without split.test-input, but was 'a'");
    }

    @Test
    void missingFileIsRefused() {
        assertThatThrownBy(() -> ConfigLoader.load(Path.of("no", "such.conf"), Map.of()))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Configuration file 'no/such.conf' does not exist.");
    }

    @Test
    void overrideThatIsNotHoconIsRefused() {
        assertThatThrownBy(() -> JobFile.read(folder, JobFile.SMALLEST, Map.of("features.numeric", "[a")))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageStartingWith("--set cannot read the value of 'features.numeric': ");
        assertThatThrownBy(() -> JobFile.read(folder, JobFile.SMALLEST, Map.of("a..b", "1")))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageStartingWith("--set cannot read the value of 'a..b': ");
    }
}
