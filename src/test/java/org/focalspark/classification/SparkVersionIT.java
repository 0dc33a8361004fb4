package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Matrix;
import org.focalspark.export.ModelExport;
import org.focalspark.objective.KernelChoice;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is compared between versions of Spark and of Java. Every run leaves its figures and its saved models in
 * target/versions, and reads those of the runs before it: there the first is that of {@code ./mvnw verify}.
 */
class SparkVersionIT {
    /** The kernels add in another order: 1e-15 after one pass, which iterations enlarge. */
    private static final double REL_1E_12 = 1e-12;

    private static final Path VERSIONS = Path.of("target", "versions");
    private static final String RUN = String.join(
            "_",
            "spark-" + SparkSessions.shared().version(),
            "scala-" + scala.util.Properties.versionNumberString().replaceFirst("\\.\\d+$", ""),
            "java-" + Runtime.version().feature(),
            KernelChoice.ofThisJvm().toString());

    @Test
    void isTheSparkAndTheJavaThatWereAskedFor() {
        assertThat(SparkSessions.shared().version()).isEqualTo(System.getProperty("focalspark.test.sparkVersion"));
        assertThat(System.getProperty("focalspark.test.javaVersion", ""))
                .isIn("", Integer.toString(Runtime.version().feature()));
    }

    @Test
    void figuresAreThoseOfOtherVersions() throws IOException {
        Path folder = Files.createDirectories(VERSIONS.resolve("figures"));
        Map<String, double[]> figures = VersionFigures.all();
        Files.write(
                folder.resolve(RUN),
                figures.entrySet().stream()
                        .map(figure -> figure.getKey() + "\t" + text(figure.getValue()))
                        .toList());
        for (Path other : files(folder)) {
            for (String line : Files.readAllLines(other)) {
                String[] parts = line.split("\t", -1);
                assertClose(parts[0] + " of " + other, numbers(parts[1]), figures.get(parts[0]));
            }
        }
    }

    private static void assertClose(String name, double[] expected, double[] actual) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0.0);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("%s, %d", name, i).isCloseTo(expected[i], within(REL_1E_12 * largest));
        }
    }

    @Test
    void loadsWhatOtherVersionsHaveSaved(@TempDir Path saved) throws IOException {
        Path folder = Files.createDirectories(VERSIONS.resolve("saved"));
        for (Map.Entry<String, Model<?>> model : GoldenModels.fitted().entrySet()) {
            GoldenModels.write(
                    model.getValue(),
                    saved.resolve(model.getKey()),
                    folder.resolve(RUN).resolve(model.getKey()));
        }
        List<Path> runs = files(folder);
        assertThat(runs).isNotEmpty();
        for (Path run : runs) {
            for (Path model : files(run)) {
                GoldenModels.assertSaysWhatItSaid(model);
            }
        }
    }

    /** Spark 4.0.0 lets no Java class extend Param, and its own Param cannot read the infinite numbers that it writes. */
    @Test
    void infiniteBoundsAreSavedAndLoadedExceptOnSpark400(@TempDir Path folder) throws IOException {
        Matrix bounds = Matrices.dense(1, 2, new double[] {Double.NEGATIVE_INFINITY, 0.5});
        String path = folder.resolve("estimator").toString();
        FocalLogisticRegression estimator = new FocalLogisticRegression().setLowerBoundsOnCoefficients(bounds);
        if (SparkSessions.shared().version().equals("4.0.0")) {
            assertThatThrownBy(() -> estimator.save(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("was not written")
                    .hasMessageContaining("-Infinity");
        } else {
            estimator.save(path);
            FocalLogisticRegression loaded = FocalLogisticRegression.load(path);
            assertThat(loaded.getOrDefault(loaded.lowerBoundsOnCoefficients())).isEqualTo(bounds);
        }
    }

    @Test
    void exports() {
        FocalLogisticRegressionModel model =
                new FocalLogisticRegression().setMaxIter(3).fit(ReferenceData.dense());
        assertThat(ModelExport.of(model).onnx()).isNotEmpty();
        assertThat(new String(ModelExport.of(model).pmml(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("<RegressionModel");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    private static String text(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(Double::toHexString).collect(Collectors.joining(" "));
    }

    private static double[] numbers(String text) {
        return Stream.of(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    }
}
