package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.focalspark.app.config.JobFile;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a user gets wrong: one sentence on stderr, exit code 2, nothing written, nothing cached. */
@Tag("once")
class TrainAppRefusalIT {
    private static final String COLUMNS = "damage, speed, size, empty, when";

    @TempDir
    Path folder;

    private Path conf = Path.of("");

    @BeforeEach
    void writeJob() throws IOException {
        StringBuilder rows = new StringBuilder("damage,speed,size,empty,when\n");
        for (int i = 0; i < 40; i++) {
            rows.append(i % 4 == 0 ? "yes" : "no").append(',').append(i % 7).append(",small,,2000-01-01\n");
        }
        Files.writeString(folder.resolve("data.csv"), rows);
        Files.createDirectories(folder.resolve("a folder"));
        conf = JobFile.write(folder, """
                input { path = "%s/data.csv", format = csv, options { header = true, inferSchema = true } }
                label { column = damage, positive = yes }
                features { numeric = [speed], categorical = [size] }
                """.formatted(folder));
    }

    @AfterEach
    void nothingIsCached() {
        assertThat(SparkSessions.shared().sparkContext().getPersistentRDDs().isEmpty())
                .isTrue();
    }

    private void refuses(String sentence, String... arguments) {
        List<String> before = files();
        AppRun run = AppRun.of(conf, folder.resolve("results"), arguments);

        assertThat(run.err())
                .isEqualToNormalizingNewlines("Error: " + sentence.replace("FOLDER", folder.toString()) + "\n");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    private List<String> files() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).sorted().toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    input.path=FOLDER/none.csv        | Input 'FOLDER/none.csv' does not exist.
                    input.path=nofs://host/none       | 'nofs://host/none' cannot be reached: No FileSystem for scheme "nofs"
                    label.column=damages              | label.column names column 'damages', which the input does not have. Did you mean 'damage'? Its columns are: COLUMNS.
                    label.positive=maybe              | The input has no positive row: column 'damage' never holds 'maybe' in 40 rows, but 'no' (30), 'yes' (10).
                    features.numeric=[sped]           | features.numeric names column 'sped', which the input does not have. Did you mean 'speed'? Its columns are: COLUMNS.
                    features.exclude=[sped]           | features.exclude names column 'sped', which the input does not have. Did you mean 'speed'? Its columns are: COLUMNS.
                    features.exclude=[speed]          | features.numeric names column 'speed', which is already excluded, listed, or the label, weight or split column.
                    features.numeric=[damage]         | features.numeric names column 'damage', which is already excluded, listed, or the label, weight or split column.
                    features.numeric=[when]           | features.numeric must name columns of numbers, but 'when' is of type date.
                    features.categorical=[empty]      | Column 'empty' has no value in the training data. Leave it out with features.exclude.
                    features.numeric=[empty]          | Column 'empty' has no number in the training data. Leave it out with features.exclude.
                    estimator.weightCol=weight        | estimator.weightCol names column 'weight', which the input does not have. Its columns are: COLUMNS.
                    estimator.weightCol=when          | estimator.weightCol must name a column of numbers, but 'when' is of type date. Of CSV files, set input.options.inferSchema = true, and mend values that are no plain numbers.
                    split.test-input={table=none}     | Table 'none' does not exist.
                    split={column=empty,train=s,test=t}| The training data has no rows.
                    output.metrics=FOLDER/results/model/m | Model 'FOLDER/results/model' and metrics 'FOLDER/results/model/m' must not contain each other.
                    output.report=FOLDER/results/metrics.json | Metrics 'FOLDER/results/metrics.json' and report 'FOLDER/results/metrics.json' must not contain each other.
                    output.report=FOLDER/data.csv     | Output 'FOLDER/data.csv' must not overlap the input 'FOLDER/data.csv'.
                    output.report=FOLDER/job.conf     | Output 'FOLDER/job.conf' exists already. Choose another with --report-out, or replace it with --overwrite.
                    output.metrics=FOLDER/data.csv    | Output 'FOLDER/data.csv' must not overlap the input 'FOLDER/data.csv'.
                    output.metrics=FOLDER/job.conf    | Output 'FOLDER/job.conf' exists already. Choose another with --metrics-out, or replace it with --overwrite.
                    model-export.onnx=FOLDER/job.conf | Output 'FOLDER/job.conf' exists already. Choose another with --model-export, or replace it with --overwrite.
                    model-export.pmml=FOLDER/data.csv | Output 'FOLDER/data.csv' must not overlap the input 'FOLDER/data.csv'.
                    model-export.pmml=FOLDER/results/model/m | Model 'FOLDER/results/model' and PMML document 'FOLDER/results/model/m' must not contain each other.
                    output.model=FOLDER/job.conf/x    | Output 'FOLDER/job.conf/x' is not in a folder.
                    """)
    void refusesInOneSentence(String assignment, String sentence) {
        refuses(sentence.replace("COLUMNS", COLUMNS), "--set", assignment.replace("FOLDER", folder.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    label.column=when            | The input has only one class: column 'when' holds '2000-01-01' in all 40 rows.
                    label.column=empty           | Column 'empty' must hold a label in every row, but is null in 40 of 40 rows. Leave these rows out of the input.
                    label.column=damages         | label.column names column 'damages', which the input does not have. Did you mean 'damage'? Its columns are: COLUMNS.
                    label.classes=[yes, maybe]   | The input has values that label.classes does not list: column 'damage' holds 'no' (30). Add them, or leave these rows out of the input.
                    label.classes=[yes, no, oh]  | The input has no row of class 'oh', which label.classes lists: column 'damage' holds 'no' (30), 'yes' (10).
                    split={column=empty,train=s,test=t} | The training data has no rows.
                    split={column=size,train=small,test=t} | The test data has no rows.
                    estimator.classWeights=[1,2,3] | classWeights must hold one value for each of 2 classes, but has 3: [1.0, 2.0, 3.0].
                    """)
    void refusesClassesInOneSentence(String assignment, String sentence) {
        refuses(
                sentence.replace("COLUMNS", COLUMNS),
                "--set",
                "label.positive=null",
                "--set",
                "features.categorical=[]",
                "--set",
                assignment);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a,b,,a | split.seed=1 | Column 'damage' must hold a label in every row, but is null in 1 of 4 rows. Leave these rows out of the input.
                    a,a,b,b,c | split.seed=1 | Training and test both need a row of class 'c', but the input has only one. Leave out such rows, or say by split.column or split.test-input which rows are held out.
                    a,b,c,d | split={column=part,train=[0,1],test=[2,3]} | The test data has classes that training never sees: column 'damage' holds 'c' (1), 'd' (1). Leave these rows out, or move some of them to the training data.
                    a,a,b,b | split={column=part,train=[0,1],test=[2,3]} | The training data has only one class: column 'damage' holds 'a' in all 2 rows.
                    """)
    void refusesRowsOfClassesInOneSentence(String labels, String assignment, String sentence) throws IOException {
        String[] values = labels.split(",", -1);
        StringBuilder rows = new StringBuilder("damage,speed,part\n");
        for (int i = 0; i < values.length; i++) {
            rows.append(values[i]).append(",7,").append(i).append('\n');
        }
        Files.writeString(folder.resolve("data.csv"), rows);

        refuses(sentence, "--set", "label.positive=null", "--set", "features.categorical=[]", "--set", assignment);
    }

    @Test
    void refusesAClassThatOnlyTheSecondInputHas() throws IOException {
        Files.writeString(folder.resolve("test.csv"), "damage,speed\nyes,1\nperhaps,2\n");

        refuses(
                "The test data has classes that training never sees: column 'damage' holds 'perhaps' (1). Leave these rows"
                        + " out, or move some of them to the training data.",
                "--set",
                "label.positive=null",
                "--set",
                "features.categorical=[]",
                "--set",
                "split.test-input={path=\"" + folder + "/test.csv\", format=csv, options={header=true}}");
    }

    /** The first bytes of each kind of file, in hexadecimal digits; nothing behind them is read. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    data.csv     | 504b0304            | a zip archive or an Excel workbook. Unpack it, or save the sheet as CSV.
                    data.xlsx    | 504b0304            | a zip archive or an Excel workbook. Unpack it, or save the sheet as CSV.
                    data.xls     | d0cf11e0a1b11ae1    | an old Excel workbook. Save the sheet as CSV.
                    data.csv     | 1f8b0800            | compressed by gzip. Spark tells it by the name only: let it end in .gz, or unpack it.
                    data.gz.csv  | 425a6839            | compressed by bzip2. Spark tells it by the name only: let it end in .bz2, or unpack it.
                    data.csv.xz  | fd377a585a0000      | compressed by xz. Unpack it.
                    data.parquet | 5041523115          | a Parquet file. Set input.format = parquet.
                    data.csv     | 4f626a0104          | an Avro file. Set input.format = avro.
                    data.csv     | fffe64006100        | a text in UTF-16. Convert it to UTF-8, or set input.options { encoding = UTF-16, multiLine = true }.
                    data.csv     | feff00640061        | a text in UTF-16. Convert it to UTF-8, or set input.options { encoding = UTF-16, multiLine = true }.
                    data.csv     | 64006100740061002c00| a text in UTF-16. Convert it to UTF-8, or set input.options { encoding = UTF-16, multiLine = true }.
                    """)
    void refusesFilesThatAreNoText(String name, String head, String sentence) throws IOException {
        Path below = Files.createDirectories(folder.resolve("in/part=1"));
        Files.write(below.resolve(name), HexFormat.of().parseHex(head));

        for (String path : List.of("in", "in/part=1/" + name, "in/*/*")) {
            refuses(
                    "Input 'FOLDER/" + path + "' cannot be read as csv: '" + name + "' is " + sentence,
                    "--input",
                    folder.resolve(path).toString());
        }
    }

    @Test
    void refusesLibsvmFilesOfTwoWidthsBeforeTheFits() throws IOException {
        Files.writeString(folder.resolve("train.libsvm"), "1 1:1 4:2\n0 2:1\n".repeat(20));
        Files.writeString(folder.resolve("test.libsvm"), "1 1:1 3:2\n0 2:1\n".repeat(20));

        refusesLibsvm(
                "Column 'features' must hold vectors of one size, but training has sizes [4] and the test data [3]. For"
                        + " libsvm files, set numFeatures to the largest size in the options of every input.");
    }

    @Test
    void refusesLibsvmFilesThatBeginAtZero() throws IOException {
        Files.writeString(folder.resolve("train.libsvm"), "1 0:1 4:2\n0 2:1\n".repeat(20));
        Files.writeString(folder.resolve("test.libsvm"), "1 1:1 4:2\n0 2:1\n".repeat(20));

        refusesLibsvm(
                "Input 'FOLDER/train.libsvm' cannot be read as libsvm: A libsvm file must have indices that begin at 1"
                        + " and ascend in every line. If its indices begin at 0, add 1 to each; else sort them in every line.");
    }

    private void refusesLibsvm(String sentence) {
        conf = JobFile.write(folder, """
                input { path = "%1$s/train.libsvm", format = libsvm }
                label { column = label, positive = 1 }
                features { vector = features }
                split { test-input { path = "%1$s/test.libsvm", format = libsvm } }
                """.formatted(folder));
        refuses(sentence);
    }

    @Test
    void refusesALabelWithTheNameOfThePredictedClass() throws IOException {
        Files.writeString(folder.resolve("data.csv"), "damage,speed,predictedClass\na,1,a\nb,2,b\n");

        refuses(
                "label.column names column 'predictedClass', but the job writes a column of this name itself. Rename it in"
                        + " the input.",
                "--set",
                "label.positive=null",
                "--set",
                "label.column=predictedClass",
                "--set",
                "features.categorical=[]");
    }

    @Test
    void refusesAnExistingModelBeforeAnyWork() throws IOException {
        Files.createDirectories(folder.resolve("results/model"));

        refuses(
                "Output 'FOLDER/results/model' exists already. Choose another with --model-out, or replace it with --overwrite.",
                "--input",
                "no such file");
    }

    @Test
    void overwriteReplacesNothingThatIsNotAModel() {
        refuses(
                "'FOLDER/a folder' exists and is not a saved model, so --overwrite does not replace it.",
                "--overwrite",
                "--model-out",
                folder.resolve("a folder").toString());
    }

    @Test
    void overwriteReplacesNoFolderByAReport() {
        refuses(
                "'FOLDER/a folder' is a folder, but the report needs a file.",
                "--overwrite",
                "--report-out",
                folder.resolve("a folder").toString());
    }

    @Test
    void refusesTestWeightsOnOneClassOnly() throws IOException {
        Files.writeString(
                folder.resolve("data.csv"),
                "damage,speed,size,weight,part\nyes,1,s,1,a\nno,2,s,1,a\nyes,1,s,0,b\nno,2,s,3,b\n");

        refuses(
                "The test data needs weight on both classes, but has 0.0 on positive and 3.0 on negative rows.",
                "--set",
                "estimator.weightCol=weight",
                "--set",
                "split={column=part,train=a,test=b}");
    }

    @Test
    void overwriteReplacesNoFolderByMetrics() {
        refuses(
                "'FOLDER/a folder' is a folder, but the metrics need a file.",
                "--overwrite",
                "--metrics-out",
                folder.resolve("a folder").toString());
    }

    @Test
    void refusesAnUnknownExport() {
        AppRun run = AppRun.of(conf, folder.resolve("results"), "--model-export", "onyx=model.onyx");

        assertThat(run.err())
                .startsWith("Error: Unknown key 'model-export.onyx'")
                .contains("Did you mean 'onnx'? Known here: double-precision, onnx, pmml.");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void refusesAnUnknownFormat() {
        AppRun run = AppRun.of(conf, folder.resolve("results"), "--set", "input.format=csvv");

        assertThat(run.err()).startsWith("Error: Input '" + folder + "/data.csv' cannot be read as csvv: ");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void refusesMissingLabels() throws IOException {
        Files.writeString(folder.resolve("data.csv"), "damage,speed,size\nyes,1,s\n,2,s\nno,3,s\n");

        refuses(
                "Column 'damage' must hold a label in every row, but is null in 1 of 3 rows. Leave these rows out of the input.");
    }

    @Test
    void refusesTestWeightsThatAreNone() throws IOException {
        Files.writeString(
                folder.resolve("data.csv"),
                "damage,speed,size,weight,part\nyes,1,s,1,a\nno,2,s,1,a\nyes,1,s,1,b\nno,2,s,-1,b\n");

        refuses(
                "Column 'weight' must hold finite weights >= 0, but found -1.0 in the test data.",
                "--set",
                "estimator.weightCol=weight",
                "--set",
                "split={column=part,train=a,test=b}");
    }

    @Test
    void refusesASecondInputWithoutTheColumns() throws IOException {
        Files.writeString(folder.resolve("test.csv"), "damage,size\nyes,s\nno,s\n");

        refuses(
                "The rows of split.test-input have no column 'speed', which is a feature of the training data. Their"
                        + " columns are: damage, size.",
                "--set",
                "split.test-input={path=\"" + folder + "/test.csv\", format=csv, options={header=true}}");
    }

    @Test
    void refusesWhatTheEstimatorRefuses() {
        AppRun run = AppRun.of(conf, folder.resolve("results"), "--set", "estimator.gamma=-1");

        assertThat(run.err())
                .isEqualToNormalizingNewlines(
                        "Error: estimator.gamma (given on the command line) is refused: gamma must"
                                + " be >= 0 and finite, but was -1.0.\n");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void refusesUnknownOptionsAndMissingConfiguration() {
        assertThat(AppRun.of("--foo"))
                .isEqualTo(new AppRun(2, "", "Error: Unknown option: '--foo' (--help shows all options)\n"));
        assertThat(AppRun.of())
                .isEqualTo(new AppRun(2, "", "Error: Option --conf-file is missing (--help shows all options).\n"));
        assertThat(AppRun.of("--conf-file", "none.conf"))
                .isEqualTo(new AppRun(2, "", "Error: Configuration file 'none.conf' does not exist.\n"));
        assertThat(AppRun.of(conf, folder, "--set", "gamma"))
                .isEqualTo(new AppRun(2, "", "Error: --set needs KEY=VALUE, but was 'gamma'.\n"));
    }

    @Test
    void stackTraceIsPrintedOnRequest() {
        AppRun run = AppRun.of(conf, folder.resolve("results"), "--input", "none", "--stacktrace");

        assertThat(run.err())
                .startsWith("Error: Input 'none' does not exist.\n")
                .contains("\tat org.focalspark.app");
        assertThat(run.exitCode()).isEqualTo(2);
    }
}
