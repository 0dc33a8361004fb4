package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.focalspark.app.config.JobFile;
import org.focalspark.app.text.SecretExamples;
import org.focalspark.testkit.LogCapture;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No output of the job contains secrets of the configuration, whether the job succeeds or fails. */
@Tag("once")
class TrainAppSecretsIT {
    private static final String SECRET = "hunter2";

    @TempDir
    Path folder;

    /** Each option has a secret of its own, half of them in a list or a URL. */
    private String options() {
        List<String> names = SecretExamples.names();
        return IntStream.range(0, names.size())
                .mapToObj(i -> "\"" + names.get(i) + "\" = " + value(i))
                .collect(Collectors.joining("\n"));
    }

    private static String value(int i) {
        String secret = SECRET + "-" + i;
        return switch (i % 4) {
            case 0 -> "\"" + secret + "\"";
            case 1 -> "[first, \"" + secret + "\"]";
            case 2 -> "\"redis://:" + secret + "@host" + i + ":6379/0?X-Amz-Signature=" + secret + "\"";
            default -> "{ nested = \"" + secret + "\" }";
        };
    }

    private Path conf(String rest) {
        SparkSessions.shared()
                .range(200)
                .selectExpr("IF(id % 5 = 0, 'yes', 'no') AS damage", "CAST((id * 7919) % 101 AS DOUBLE) AS speed")
                .write()
                .json(folder.resolve("in").toString());
        return JobFile.write(folder, """
                input { path = "%s/in", format = json, options {
                %s
                } }
                label { column = damage, positive = yes }
                estimator { maxIter = 2, regParam = 0.1 }
                %s
                """.formatted(folder, options(), rest));
    }

    @Test
    void aJobThatEndsWellShowsNone() throws IOException {
        Path results = folder.resolve("results");
        Path conf = conf("");
        try (LogCapture log = new LogCapture("org.focalspark")) {
            AppRun run = AppRun.of(conf, results);

            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains("Model in ").doesNotContain(SECRET);
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(SECRET));
        }
        try (Stream<Path> files = Files.walk(results)) {
            assertThat(files.filter(Files::isRegularFile).map(TrainAppSecretsIT::content))
                    .hasSizeGreaterThan(10)
                    .noneMatch(text -> text.contains(SECRET));
        }
        assertThat(results.resolve("metrics.json")).content().contains("(hidden)");
    }

    @Test
    void aJobThatFailsShowsNone() {
        Path conf = conf("features.exclude = [\"" + SECRET + "-0\"]");
        for (String[] more : new String[][] {
            {"--stacktrace"},
            {"--stacktrace", "--input", "nofs://me:" + SECRET + "@host/in?sig=" + SECRET},
            {"--stacktrace", "--set", "input.options=[" + SECRET + "]"},
            {"--stacktrace", "--set", "input.options={auth=" + SECRET},
            {"--stacktrace", "--set", "input.format=" + SECRET + "-4"},
            {"--stacktrace", "--set", "split.seed=" + SECRET + "-8"},
            {"--stacktrace", "--model-out", "redis://:" + SECRET + "@host/x"},
            {"--sett", "input.options.anything=" + SECRET}
        }) {
            AppRun run = AppRun.of(conf, folder.resolve("results"), more);

            assertThat(run.exitCode()).as(String.join(" ", more)).isNotZero();
            assertThat(run.err())
                    .as(String.join(" ", more))
                    .startsWith("Error: ")
                    .doesNotContain(SECRET);
            assertThat(run.out()).doesNotContain(SECRET);
        }
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
