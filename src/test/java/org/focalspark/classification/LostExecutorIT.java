package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.focalspark.testkit.ForkedJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fit that loses an executor builds the blocks again: the same model to the last bit, or none if the input has changed. */
@Tag("once")
class LostExecutorIT {
    @TempDir
    private Path folder;

    @Test
    void theLossOfAnExecutorDoesNotShow() throws Exception {
        // All that Spark asks of its folder; the executors get the class path of this JVM.
        Files.createDirectory(folder.resolve("jars"));
        Files.createFile(folder.resolve("RELEASE"));
        List<String> lines = new ForkedJvm(LostExecutorFits.class, folder)
                .with("SPARK_HOME", folder.toString())
                .with("SPARK_SCALA_VERSION", "2.13")
                .run("1g", Duration.ofMinutes(3));
        String model = lines.get(0).substring(lines.get(0).indexOf(": ") + 2);
        assertThat(lines)
                .containsExactly(
                        "all well, depth 1: " + model,
                        "killed, depth 1: rebuilt " + model,
                        "all well, depth 2: " + model,
                        "killed, depth 2: rebuilt " + model,
                        "afterwards: " + model,
                        lines.get(lines.size() - 1));
        assertThat(lines.get(lines.size() - 1))
                .startsWith("other rows each time, killed: SparkException: The input has changed during training: ");
    }
}
