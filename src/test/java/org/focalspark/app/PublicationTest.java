package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.config.JobFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
    @TempDir
    Path folder;

    private Path results = Path.of("");

    @BeforeEach
    void nameResults() {
        results = folder.resolve("not yet/there");
    }

    private Publication prepare() throws IOException {
        JobConfig config = JobFile.read(
                folder,
                JobFile.SMALLEST,
                Map.of(
                        "output.model", results.resolve("model").toString(),
                        "output.metrics", results.resolve("metrics.json").toString(),
                        "output.overwrite", "true"));
        return Publication.prepare(config, new Configuration());
    }

    private static void saveModel(Publication publication, String content) throws IOException {
        Path metadata = Files.createDirectories(Path.of(new org.apache.hadoop.fs.Path(publication.modelDraft())
                        .toUri()
                        .getPath())
                .resolve("metadata"));
        Files.writeString(metadata.resolve("part"), content);
    }

    private void publish(String content) throws IOException {
        try (Publication publication = prepare()) {
            saveModel(publication, content);
            publication.writeMetrics(() -> content);
            publication.writeReport(() -> content);
            publication.publish();
        }
    }

    private Publication prepareExports() throws IOException {
        JobConfig config = JobFile.read(
                folder,
                JobFile.SMALLEST,
                Map.of(
                        "output.model", results.resolve("model").toString(),
                        "output.metrics", results.resolve("metrics.json").toString(),
                        "output.overwrite", "true",
                        "model-export.onnx", results.resolve("model.onnx").toString(),
                        "model-export.pmml", results.resolve("model.pmml").toString()));
        return Publication.prepare(config, new Configuration());
    }

    private String[] content() {
        String[] names = results.toFile().list((parent, name) -> !name.endsWith(".crc"));
        return names == null ? new String[0] : names;
    }

    @Test
    void publishesAllAndLeavesNoDraft() throws IOException {
        publish("one");

        assertThat(content()).containsExactlyInAnyOrder("model", "metrics.json", "metrics.html");
        assertThat(results.resolve("metrics.json")).hasContent("one");
    }

    @Test
    void replacesAll() throws IOException {
        publish("one");
        publish("two");

        assertThat(content()).containsExactlyInAnyOrder("model", "metrics.json", "metrics.html");
        assertThat(results.resolve("metrics.json")).hasContent("two");
        assertThat(results.resolve("metrics.html")).hasContent("two");
        assertThat(results.resolve("model/metadata/part")).hasContent("two");
    }

    /** What stands before a colon is no scheme, and Hadoop's checksum files cannot have one. */
    @Test
    void replacesResultsWithAColonInTheirNames() throws IOException {
        for (String content : List.of("one", "two")) {
            JobConfig config = JobFile.read(
                    folder,
                    JobFile.SMALLEST,
                    Map.of(
                            "output.model", results.resolve("12:30").toString(),
                            "output.metrics", results.resolve("12:30.json").toString(),
                            "output.overwrite", "true"));
            try (Publication publication = Publication.prepare(config, new Configuration())) {
                saveModel(publication, content);
                publication.writeMetrics(() -> content);
                publication.writeReport(() -> content);
                publication.publish();
            }
            assertThat(results.toFile().list()).containsExactlyInAnyOrder("12:30", "12:30.json", "12:30.html");
            assertThat(results.resolve("12:30.json")).hasContent(content);
            assertThat(results.resolve("12:30/metadata/part")).hasContent(content);
        }
    }

    @Test
    void leavesTheOldOnesIfTheSecondCannotBeMoved() throws IOException {
        publish("one");
        try (Publication publication = prepare()) {
            saveModel(publication, "two");

            assertThatThrownBy(publication::publish).isInstanceOf(IOException.class);
        }

        assertThat(content()).containsExactlyInAnyOrder("model", "metrics.json", "metrics.html");
        assertThat(results.resolve("metrics.json")).hasContent("one");
        assertThat(results.resolve("model/metadata/part")).hasContent("one");
    }

    @Test
    void leavesNothingIfTheSecondCannotBeMovedAndNothingWasThere() throws IOException {
        try (Publication publication = prepare()) {
            saveModel(publication, "one");

            assertThatThrownBy(publication::publish).isInstanceOf(IOException.class);
        }

        assertThat(content()).isEmpty();
    }

    @Test
    void publishesExportsWithTheModel() throws IOException {
        try (Publication publication = prepareExports()) {
            saveModel(publication, "one");
            publication.writeMetrics(() -> "one");
            publication.writeReport(() -> "one");
            publication.writeOnnx(() -> new byte[] {1, 2});
            publication.writePmml(() -> new byte[] {3});
            publication.publish();
        }

        assertThat(content())
                .containsExactlyInAnyOrder("model", "metrics.json", "metrics.html", "model.onnx", "model.pmml");
        assertThat(results.resolve("model.onnx")).hasBinaryContent(new byte[] {1, 2});
        assertThat(results.resolve("model.pmml")).hasBinaryContent(new byte[] {3});
    }

    @Test
    void leavesTheOldOnesIfAnExportCannotBeMoved() throws IOException {
        publish("one");
        try (Publication publication = prepareExports()) {
            saveModel(publication, "two");
            publication.writeMetrics(() -> "two");
            publication.writeReport(() -> "two");
            publication.writeOnnx(() -> new byte[] {1, 2});

            assertThatThrownBy(publication::publish).isInstanceOf(IOException.class);
        }

        assertThat(content()).containsExactlyInAnyOrder("model", "metrics.json", "metrics.html");
        assertThat(results.resolve("metrics.json")).hasContent("one");
        assertThat(results.resolve("model/metadata/part")).hasContent("one");
    }

    @Test
    void leavesTheOldOnesIfTheLastCannotBeMoved() throws IOException {
        publish("one");
        try (Publication publication = prepare()) {
            saveModel(publication, "two");
            publication.writeMetrics(() -> "two");

            assertThatThrownBy(publication::publish).isInstanceOf(IOException.class);
        }

        assertThat(content()).containsExactlyInAnyOrder("model", "metrics.json", "metrics.html");
        assertThat(results.resolve("metrics.html")).hasContent("one");
        assertThat(results.resolve("metrics.json")).hasContent("one");
        assertThat(results.resolve("model/metadata/part")).hasContent("one");
    }

    @Test
    void publishesTheRestIfAResultCannotBeMade() throws IOException {
        publish("one");
        try (Publication publication = prepareExports()) {
            saveModel(publication, "two");
            publication.writeMetrics(() -> "two");
            publication.writeReport(() -> {
                throw new IllegalStateException("No picture.");
            });
            publication.writeOnnx(() -> new byte[] {1, 2});
            publication.writePmml(() -> {
                throw new IOException("The disk is full.");
            });
            publication.publish();

            assertThat(publication.missing())
                    .containsExactly(
                            "Report '" + results
                                    + "/metrics.html' is missing: No picture. The existing file is from an earlier job.",
                            "PMML document '" + results + "/model.pmml' is missing: The disk is full.");
        }

        assertThat(content()).containsExactlyInAnyOrder("model", "metrics.json", "metrics.html", "model.onnx");
        assertThat(results.resolve("metrics.json")).hasContent("two");
        assertThat(results.resolve("metrics.html")).hasContent("one");
        assertThat(results.resolve("model/metadata/part")).hasContent("two");
    }

    @Test
    void discardsDraftsThatAreNotPublished() throws IOException {
        try (Publication publication = prepare()) {
            saveModel(publication, "one");
            publication.writeMetrics(() -> "one");
            publication.writeReport(() -> "one");
            assertThat(content()).hasSize(3);
        }

        assertThat(content()).isEmpty();
    }
}
