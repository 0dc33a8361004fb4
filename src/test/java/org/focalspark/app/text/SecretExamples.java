package org.focalspark.app.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Names of options that hold secrets, and texts with secrets in them. */
public final class SecretExamples {
    private SecretExamples() {}

    public static List<String> names() {
        return lines("secret_names.txt");
    }

    static List<String> texts() {
        return lines("secret_texts.txt");
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of("src", "test", "resources", file)).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
