package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.Model;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Spark loads what each release has saved, and the loaded model gives the same outputs. */
class GoldenModelIT {
    private static final String SNAPSHOT = "-SNAPSHOT";
    private static final int LARGEST_FILE = 20_000;

    @BeforeAll
    static void startSpark() {
        SparkSessions.shared();
    }

    /** Every folder of a version and in it of a model. */
    static List<Path> models() throws IOException, URISyntaxException {
        Path golden = Path.of(GoldenModelIT.class.getResource("/golden").toURI());
        try (Stream<Path> folders = Files.find(golden, 2, (path, file) -> file.isDirectory())) {
            return folders.filter(folder -> Files.exists(folder.resolve(GoldenModels.EXPECTED)))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void saysWhatItSaidWhenItWasSaved(Path folder) throws IOException {
        GoldenModels.assertSaysWhatItSaid(folder);
    }

    @ParameterizedTest
    @MethodSource("models")
    void knowsWhatItsFeaturesAreCalled(Path folder) {
        String path = folder.resolve(GoldenModels.MODEL).toString();
        String[] names = folder.endsWith("multilabel")
                ? FocalMultilabelClassificationModel.load(path).featureNames()
                : FocalLogisticRegressionModel.load(path).featureNames();
        assertThat(names)
                .containsExactlyElementsOf(folder.endsWith("binomial") ? GoldenModels.FEATURE_NAMES : List.of());
    }

    @Test
    void everyFamilyIsThereAndEveryFileIsSmall() throws IOException, URISyntaxException {
        assertThat(models())
                .extracting(folder -> folder.getFileName().toString())
                .contains("binomial", "multinomial", "ovr", "multilabel");
        for (Path folder : models()) {
            try (Stream<Path> files = Files.walk(folder)) {
                assertThat(files.filter(Files::isRegularFile))
                        .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(LARGEST_FILE));
            }
        }
    }

    /** Not a test: golden/README.md has the command. It writes the version that is being made and no other. */
    @Test
    @EnabledIfSystemProperty(named = "focalspark.golden", matches = "write")
    void writesTheVersionThatIsBeingMade(@TempDir Path saved) throws IOException {
        assertThat(System.getProperty("focalspark.test.sparkVersion"))
                .as("the oldest Spark, which the others can read")
                .startsWith("3.5.");
        String version = System.getProperty("focalspark.test.version");
        assertThat(version).as("a version that is not released").endsWith(SNAPSHOT);
        Path golden =
                Path.of(System.getProperty("basedir"), "src/test/resources/golden", version.replace(SNAPSHOT, ""));
        for (Map.Entry<String, Model<?>> model : GoldenModels.fitted().entrySet()) {
            GoldenModels.write(model.getValue(), saved.resolve(model.getKey()), golden.resolve(model.getKey()));
        }
    }
}
