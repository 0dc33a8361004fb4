package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the documents say of the project that a program can check: messages are those of the sources, links lead somewhere. */
@Tag("once")
class DocumentationTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();

    /** A message in docs/troubleshooting.md: bold code, with an ellipsis for what differs. */
    private static final Pattern MESSAGE = Pattern.compile("\\*\\*`([^`]+)`\\*\\*");

    private static final String NOT_OURS = "## Messages of Spark and of the JVM";

    /** What may stand in the sources for an ellipsis: a format specifier, or the end of a literal and an expression. */
    private static final String VARIES = ".{1,100}?";

    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

    private static final Pattern FENCE = Pattern.compile("(?ms)^( *)(```+).*?^ *\\2`*$");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    /** Made by builds, or of others. */
    private static final Set<String> NOT_DOCUMENTS = Set.of("target", ".git", "node_modules", ".venv", "build", "dist");

    @Test
    void quotedMessagesAreThoseOfTheSources() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/troubleshooting.md"));
        List<String> messages = MESSAGE.matcher(document.substring(0, document.indexOf(NOT_OURS)))
                .results()
                .map(message -> message.group(1))
                .toList();
        String sources = literals("src/main/java", ".java") + literals("python/src", ".py");
        assertThat(messages).hasSizeGreaterThan(60);
        assertThat(messages)
                .allSatisfy(
                        message -> assertThat(pattern(message).matcher(sources).find())
                                .as("'%s' is in the sources", message)
                                .isTrue());
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> documents = files(ROOT, ".md");
        for (Path document : documents) {
            LINK.matcher(withoutCode(document))
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !target.matches("(?i)[a-z]+:.*"))
                    .filter(target -> !leadsSomewhere(document, target))
                    .forEach(target -> broken.add(ROOT.relativize(document) + " -> " + target));
        }
        assertThat(documents).hasSizeGreaterThan(10);
        assertThat(broken).isEmpty();
    }

    /** Blocks of code are copies of sources; indentation and line breaks may differ. */
    @ParameterizedTest
    @CsvSource({"java, src/main/java;src/test/java, .java", "python, src/test/reference, .py"})
    void codeOfTheTutorialIsThatOfTheSources(String language, String folders, String extension) throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String folder : folders.split(";", -1)) {
            for (Path file : files(ROOT.resolve(folder), extension)) {
                sources.append(Files.readString(file)).append('\n');
            }
        }
        String code = withoutSpace(sources.toString());
        List<String> blocks = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
                .matcher(Files.readString(ROOT.resolve("docs/adding-a-loss.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).isNotEmpty();
        assertThat(blocks)
                .allSatisfy(block -> assertThat(code.contains(withoutSpace(block)))
                        .as("a source contains:%n%s", block)
                        .isTrue());
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static boolean leadsSomewhere(Path document, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        if (!Files.exists(file)) {
            return false;
        }
        return parts.length == 1 || anchors(file).contains(parts[1]);
    }

    /** Anchors of headings, as GitHub makes them: repeated ones are numbered. */
    private static Set<String> anchors(Path document) {
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(withoutCode(document)).results().forEach(heading -> {
            String anchor = heading.group(1)
                    .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-');
            int count = 0;
            while (!anchors.add(count == 0 ? anchor : anchor + "-" + count)) {
                count++;
            }
        });
        return anchors;
    }

    private static String withoutCode(Path document) {
        try {
            return FENCE.matcher(Files.readString(document)).replaceAll("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pattern pattern(String message) {
        return Pattern.compile(
                Arrays.stream(message.split("…", -1))
                        .filter(fragment -> !fragment.isBlank())
                        .map(Pattern::quote)
                        .collect(Collectors.joining(VARIES)),
                Pattern.DOTALL);
    }

    /** Sources whose literals are whole again: those that go on in the next line are joined, quotes are without backslash. */
    private static String literals(String folder, String extension) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files(ROOT.resolve(folder), extension)) {
            all.append(Files.readString(file)
                            .replaceAll("\"\\s*\\+\\s*\"", "")
                            .replaceAll("\"\\s*\\n\\s*f?\"", "")
                            .replace("\\\"", "\""))
                    .append('\n');
        }
        return all.toString();
    }

    private static List<Path> files(Path folder, String extension) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                if (Files.isDirectory(entry)
                        && !NOT_DOCUMENTS.contains(entry.getFileName().toString())) {
                    found.addAll(files(entry, extension));
                } else if (entry.toString().endsWith(extension)) {
                    found.add(entry);
                }
            }
        }
        return found;
    }
}
