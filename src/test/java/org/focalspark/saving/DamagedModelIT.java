package org.focalspark.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.ReferenceData;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of a saved model that are missing, damaged or exchanged are refused with a word about which, even where the checksums
 * that were saved with them are missing too. {@link DamagedStagesIT} has the checksums.
 */
@Tag("once")
class DamagedModelIT {
    private static final SparkSession SPARK = SparkSessions.shared();

    @TempDir
    static Path saved;

    private static FocalLogisticRegressionModel model;

    @TempDir
    Path folder;

    @BeforeAll
    static void save() throws IOException {
        model = new FocalLogisticRegression().setMaxIter(3).fit(ReferenceData.dense());
        model.save(saved.resolve("model").toString());
        new FocalLogisticRegression()
                .setMaxIter(3)
                .fit(ReferenceData.dense())
                .save(saved.resolve("other").toString());
    }

    /** Without the checksums of the local file system, which other file systems do not have beside the files. */
    @BeforeEach
    void copyModel() throws IOException {
        copy(saved.resolve("model"), folder.resolve("model"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(file -> !file.toString().endsWith(".crc") && !file.endsWith("SHA256SUMS"))
                    .toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private Path model() {
        return folder.resolve("model");
    }

    private Path part(String name) throws IOException {
        try (Stream<Path> files = Files.list(model().resolve(name))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    private void assertRefused(String... words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FocalLogisticRegressionModel.load(model().toString()))
                .withMessageContainingAll(words);
    }

    private void assertDataRefused(String problem) {
        assertRefused(
                "'" + model() + "/data' does not hold a model: " + problem,
                ". The files are damaged or were exchanged. Restore them or save the model again.");
    }

    @Test
    void theCopyIsSound() {
        assertThat(FocalLogisticRegressionModel.load(model().toString()).coefficients())
                .isEqualTo(model.coefficients());
    }

    @Test
    void aPathThatDoesNotExistIsRefused() throws IOException {
        delete(model());
        assertRefused("'" + model() + "' does not exist. Load the folder that the model was saved to.");
    }

    @Test
    void aFileSystemThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> FocalLogisticRegressionModel.load("nowhere://host/model"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'nowhere://host/model' cannot be reached: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata", "data"})
    void aMissingPartIsRefused(String part) throws IOException {
        delete(model().resolve(part));
        assertRefused("'" + model() + "' holds no model: it has no '" + part
                + "'. Load the folder that the model was saved to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata", "data"})
    void aPartWithoutFilesIsRefused(String part) throws IOException {
        delete(model().resolve(part));
        Files.createDirectory(model().resolve(part));
        assertRefused("'" + model() + "/" + part + "' cannot be read: ", "restore them or save the model again.");
    }

    @ParameterizedTest
    @CsvSource({"metadata, 0", "metadata, 1", "metadata, 300", "data, 0", "data, 4", "data, 500", "data, 3000"})
    void aTruncatedFileIsRefused(String part, int size) throws IOException {
        Files.write(part(part), Arrays.copyOf(Files.readAllBytes(part(part)), size));
        assertRefused("'" + model() + "/" + part + "' cannot be read: ", "restore them or save the model again.");
    }

    @ParameterizedTest
    @CsvSource({
        "no JSON at all, it is not JSON: Unrecognized token",
        "{}, it has no text 'class'",
        "\"a text\", it is not a JSON object",
        "null, it is not a JSON object",
        "{\"class\":\"CLASS\"}, it has no text 'uid'"
    })
    void metadataThatAreNoneAreRefused(String json, String reason) throws IOException {
        Files.writeString(
                part("metadata"), json.replace("CLASS", model.getClass().getName()) + "\n");
        assertRefused("'" + model() + "/metadata' cannot be read: ", reason);
    }

    @ParameterizedTest
    @CsvSource({
        "\"gamma\":2.0, \"gamma\":-1.0, gamma must be >= 0",
        "\"gamma\":2.0, \"gamma\":\"two\", two",
        "\"gamma\":2.0, \"gamme\":2.0, Param gamme does not exist",
        "\"paramMap\":{, \"paramMap\":1.0;{, cannot be read",
        "\"gamma\":2.0, \"gamma\":1e999, param 'gamma' cannot be",
        "\"gamma\":2.0, \"gamma\":null, param 'gamma' cannot be null",
        "\"maxIter\":3, \"maxIter\":99999999999, 'param ''maxIter'' cannot be 99999999999, which is out of range'",
        "\"maxIter\":3, \"maxIter\":3.5, 'param ''maxIter'' cannot be 3.5, which is out of range'",
        "\"maxIter\":3, '\"maxIter\":3,\"maxIter\":4', Duplicate",
        "\"featuresCol\":\"features\", \"featuresCol\":[1], param 'featuresCol' cannot be [1]"
    })
    void paramsThatCannotBeAreRefused(String from, String to, String reason) throws IOException {
        String json = Files.readString(part("metadata"));
        assertThat(json).contains(from);
        Files.writeString(part("metadata"), json.replace(from, to));
        assertRefused("'" + model() + "/metadata' cannot be read: ", reason);
    }

    @Test
    void anotherStageIsRefused() throws IOException {
        delete(model());
        new LogisticRegression().setMaxIter(1).fit(ReferenceData.dense()).save(model().toString());
        assertRefused("'" + model() + "' holds another stage: Expected class name "
                + model.getClass().getName()
                + " but found class name org.apache.spark.ml.classification.LogisticRegressionModel."
                + " Load it with LogisticRegressionModel.load.");
    }

    @Test
    void theEstimatorRefusesAModel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FocalLogisticRegression.load(model().toString()))
                .withMessage(
                        "'%s' holds another stage: Expected class name %s but found class name %s. Load it with"
                                + " FocalLogisticRegressionModel.load.",
                        model(),
                        FocalLogisticRegression.class.getName(),
                        model.getClass().getName());
    }

    @Test
    void dataOfAnotherModelAreRefused() throws IOException {
        delete(model().resolve("data"));
        copy(saved.resolve("other/data"), model().resolve("data"));
        assertDataRefused("it belongs to model '");
    }

    @Test
    void dataOfTwoModelsAreRefused() throws IOException {
        Files.copy(part("data"), model().resolve("data/part-2.parquet"));
        assertDataRefused("it must have one row, but has more");
    }

    @Test
    void dataWithoutARowAreRefused() throws IOException {
        rewrite(data().limit(0));
        assertDataRefused("it must have one row, but has none");
    }

    static List<Arguments> changedCells() {
        return List.of(
                Arguments.of("formatVersion", 0, "format version 0 does not exist"),
                Arguments.of("numClasses", 3, "a loss of 2 classes, but a model of 3"),
                Arguments.of("numFeatures", 5, "expected 1 x 5 coefficients and 1 intercepts, but found 1 x 4 and 1"),
                Arguments.of("numFeatures", "four", ""),
                Arguments.of(
                        "coefficientMatrix",
                        new DenseMatrix(1, 4, new double[] {1, Double.NaN, 3, 4}),
                        "it has values that are not finite"),
                Arguments.of(
                        "coefficientMatrix",
                        new DenseMatrix(1, 4, new double[] {1, Double.POSITIVE_INFINITY, 3, 4}),
                        "it has values that are not finite"),
                Arguments.of("coefficientMatrix", new DenseMatrix(2, 2, new double[4]), "expected 1 x 4 coefficients"),
                Arguments.of("interceptVector", Vectors.dense(Double.NaN), "it has values that are not finite"),
                Arguments.of("interceptVector", Vectors.dense(1, 2), "expected 1 x 4 coefficients and 1 intercepts"),
                Arguments.of("priors", new double[] {0.5}, "priors [0.5] are no base rates of 2 classes"),
                Arguments.of("priors", new double[] {0.5, Double.NaN}, "priors [0.5, NaN] are no base rates"),
                Arguments.of("family", "poisson", "a loss of family 'poisson'"),
                Arguments.of("loss", "hinge", "a loss 'hinge' is unknown"),
                Arguments.of("gammas", new double[] {2}, "a loss of family 'binomial' with 1 gammas"),
                Arguments.of("gammas", new double[] {2, Double.NaN}, "gamma"),
                Arguments.of("gammas", new double[] {2, -1}, "gamma"),
                Arguments.of("classWeights", new double[] {1, Double.NaN}, "class weights [1.0, NaN] are out of range"),
                Arguments.of("labelSmoothing", Double.NaN, ""),
                Arguments.of("numFeatures", Integer.MAX_VALUE, "expected 1 x 2147483647 coefficients and 1 intercepts"),
                Arguments.of(
                        "coefficientMatrix",
                        new SparseMatrix(1, 4, new int[] {0, 1}, new int[] {7}, new double[] {1}, true),
                        "the coefficients do not fill their matrix"),
                Arguments.of(
                        "interceptVector", Vectors.sparse(Integer.MAX_VALUE, new int[0], new double[0]), "expected"),
                Arguments.of("polyEpsilon", Double.POSITIVE_INFINITY, "polyEpsilon Infinity is not finite"),
                Arguments.of("reducedThreshold", 2.0, "reducedThreshold 2.0 is not in (0, 1)"),
                Arguments.of("normalized", "yes", "normalized must be of type boolean, but is of type string"));
    }

    @ParameterizedTest
    @MethodSource("changedCells")
    void aChangedCellIsRefused(String name, Object value, String problem) throws IOException {
        Dataset<Row> data = data();
        Row row = data.head();
        Object[] values = new Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.get(i);
        }
        int index = row.fieldIndex(name);
        if (value instanceof String
                && !data.schema().apply(index).dataType().typeName().equals("string")) {
            rewrite(data.withColumn(name, functions.lit(value)));
        } else {
            values[index] = value;
            rewrite(SPARK.createDataFrame(List.of(RowFactory.create(values)), data.schema()));
        }
        assertDataRefused(problem);
    }

    @Test
    void everyMissingOrNullCellIsRefused() throws IOException {
        Dataset<Row> data = data();
        for (String column : data.columns()) {
            rewrite(data.drop(column));
            assertDataRefused("it has no " + column);
            rewrite(data.withColumn(
                    column, functions.lit(null).cast(data.schema().apply(column).dataType())));
            assertDataRefused("it has no " + column);
        }
    }

    @Test
    void aNullInsideACellIsRefused() throws IOException {
        rewrite(data().withColumn("gammas", functions.expr("array(2.0D, null)")));
        assertDataRefused("it has a null in gammas");
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        int version = data().head().getAs("formatVersion");
        rewrite(data().withColumn("formatVersion", functions.lit(version + 1)));
        assertRefused("'" + model() + "/data' has format version " + (version + 1)
                + ", but this release reads versions 1 to " + version + ". Load it with" + " a newer release.");
    }

    /** Parquet's checksums find them; what is not covered is not a number of the model. */
    @Test
    void aFlippedBitIsRefusedOrHarmless() throws IOException {
        Path file = part("data");
        byte[] sound = Files.readAllBytes(file);
        int refused = 0;
        for (int i = 5; i < sound.length; i += 61) {
            byte[] flipped = sound.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            Files.write(file, flipped);
            try {
                assertThat(FocalLogisticRegressionModel.load(model().toString()).coefficients())
                        .as("byte %d", i)
                        .isEqualTo(model.coefficients());
            } catch (IllegalArgumentException e) {
                assertThat(e).as("byte %d", i).hasMessageStartingWith("'" + model() + "/data'");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aMissingInitialModelIsRefused() {
        String path = folder.resolve("none").toString();
        assertThatThrownBy(() ->
                        new FocalLogisticRegression().setInitialModelPath(path).fit(ReferenceData.dense()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + path + "' does not exist");
    }

    private Dataset<Row> data() {
        return SPARK.read().parquet(saved.resolve("model/data").toString());
    }

    private void rewrite(Dataset<Row> data) {
        data.write().mode("overwrite").parquet(model().resolve("data").toString());
    }
}
