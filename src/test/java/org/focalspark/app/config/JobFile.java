package org.focalspark.app.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Configuration files for tests, and the way from their text to records. */
public final class JobFile {
    /** The smallest configuration there is. */
    public static final String SMALLEST = """
            input { path = data.csv, format = csv }
            label { column = damage, positive = yes }
            """;

    private JobFile() {}

    public static Path write(Path folder, String text) {
        try {
            return Files.writeString(folder.resolve("job.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JobConfig read(Path folder, String text, Map<String, String> overrides) {
        return JobConfig.of(ConfigLoader.load(write(folder, text), overrides));
    }
}
