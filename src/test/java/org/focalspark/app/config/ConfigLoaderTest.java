package org.focalspark.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.focalspark.testkit.LogCapture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configuration of somebody else must not do: read other files, fetch, or take all memory. */
@Timeout(60)
class ConfigLoaderTest {
    private static final String ONLY_BESIDE = "', but may include only files of its own folder and of folders in it.";

    @TempDir
    Path top;

    private Path folder = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        folder = Files.createDirectories(top.resolve("job/below")).resolveSibling("");
        Files.writeString(top.resolve("secret.conf"), "label.positive = hunter2");
        Files.writeString(folder.resolve("beside.conf"), "label.positive = beside, include \"below/more\"");
        Files.writeString(folder.resolve("below/more.conf"), "split.seed = 7, include \"again.conf\"");
        Files.writeString(folder.resolve("below/again.conf"), "features.imputer = mean");
        Files.createSymbolicLink(folder.resolve("link.conf"), top.resolve("secret.conf"));
    }

    private JobConfig read(String text) {
        return JobFile.read(folder, JobFile.SMALLEST + text, Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"beside\"",
                "include \"beside.conf\"",
                "include file(\"beside.conf\")",
                "include required(\"beside\")",
                "include required(file(\"beside.conf\"))",
                "include \"below/../beside.conf\""
            })
    void includesFilesBesideItAndBelow(String include) {
        JobConfig config = read(include);

        assertThat(config.label()).isEqualTo(new JobConfig.Label.Binary("damage", "beside"));
        assertThat(config.split()).isEqualTo(new JobConfig.Split.Drawn(0.25, 7L));
        assertThat(config.features().imputer()).isEqualTo("mean");
    }

    @Test
    void aMissingFileIsAnErrorWhereItIsRequiredAndAWarningElsewhere() {
        try (LogCapture log = new LogCapture(BesideIncluder.class.getName())) {
            assertThat(read("include \"none\"").label()).isEqualTo(new JobConfig.Label.Binary("damage", "yes"));
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("Configuration includes 'none', which does not exist in ")
                    .endsWith(
                            ": nothing is included. Remove the include, or write include required(...) to make this an"
                                    + " error.");
        }
        assertThatThrownBy(() -> read("include required(\"none\")"))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageStartingWith("Configuration requires 'none', which does not exist in ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.conf", "TOP/secret.conf", "link.conf", "link", "/etc/hostname", "../none.conf"})
    void includesNoFileElsewhere(String file) {
        String name = file.replace("TOP", top.toString());

        assertThatThrownBy(() -> read("include \"" + name + "\""))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Configuration includes '" + name + ONLY_BESIDE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.conf", "TOP/secret.conf", "link.conf", "/etc/hostname", "/dev/zero"})
    void readsNoFileElsewhereByItsPath(String file) {
        String name = file.replace("TOP", top.toString());

        assertThatThrownBy(() -> read("include file(\"" + name + "\")"))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Configuration includes '" + name + ONLY_BESIDE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include url(\"http://127.0.0.1:9/x.conf\")",
                "include \"http://127.0.0.1:9/x.conf\"",
                "include url(\"file:///etc/hostname\")",
                "include classpath(\"org/focalspark/app/defaults.conf\")",
                "include required(url(\"http://127.0.0.1:9/x.conf\"))",
                "estimator { include required(classpath(\"reference.conf\")) }"
            })
    void fetchesNothing(String include) {
        assertThatThrownBy(() -> read(include))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageStartingWith("Configuration includes '")
                .hasMessageEndingWith(ONLY_BESIDE);
    }

    @Test
    void theCommandLineIncludesNothing() {
        Map<String, String> override = Map.of("input.options", "{ include file(\"" + top + "/secret.conf\") }");

        assertThatThrownBy(() -> JobFile.read(folder, JobFile.SMALLEST, override))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageEndingWith(ONLY_BESIDE);
    }

    @Test
    void aFileThatIncludesItselfTwiceEndsInASentence() throws IOException {
        Files.writeString(folder.resolve("self.conf"), "include \"self.conf\"\ninclude \"self.conf\"");

        assertThatThrownBy(() -> read("include \"self.conf\"")).isInstanceOf(InvalidJobException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 10_000, 100_000})
    void deepSectionsAndListsEndInASentence(int depth) {
        String sentence = "Configuration must not nest sections and lists more than 100 deep. Is a bracket missing?";

        for (String[] brackets : new String[][] {{"a {", "}"}, {"[", "]"}, {"{a:", "}"}}) {
            String text = "input.options.x = "
                    + (brackets[0].equals("[") ? "" : "{ ") + brackets[0].repeat(depth) + brackets[1].repeat(depth)
                    + (brackets[0].equals("[") ? "" : " }");
            assertThatThrownBy(() -> read(text))
                    .isInstanceOf(InvalidJobException.class)
                    .hasMessageMatching("\\QConfiguration is not valid: \\E.*|\\Q" + sentence + "\\E");
        }
        assertThatThrownBy(() -> read("a.".repeat(depth) + "a = 1"))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage(sentence);
        assertThatThrownBy(() -> read("features.numeric = " + "[".repeat(depth) + "]".repeat(depth)))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x0 = [lol]|x%d = [${x%d}, ${x%d}]",
                "x0 = [lol]|x%d = ${x%d} ${x%d}",
                "x0 = lol|x%d = ${x%d}${x%d}",
                "x0 = lol|x%d = ${?x%d} and ${?x%d}",
                "x0 { a = lol }|x%d { a = ${x%d}, b = ${x%d} }",
                "x0 { a = lol }|x%d = { a = ${x%d} } { b = ${x%d} }"
            })
    void doublingEndsInASentence(String lines) {
        StringBuilder text = new StringBuilder(lines.substring(0, lines.indexOf('|'))).append('\n');
        for (int i = 1; i <= 60; i++) {
            text.append(lines.substring(lines.indexOf('|') + 1)
                            .replaceFirst("%d", Integer.toString(i))
                            .replace("%d", Integer.toString(i - 1)))
                    .append('\n');
        }

        assertThatThrownBy(() -> read(text.toString()))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("once its references ${...} are replaced");
    }

    @Test
    void aTextThatDoublesItselfEndsInASentence() {
        String text = "x = lol\n" + "x = ${x}${x}\n".repeat(60);

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("once its references ${...} are replaced");
    }

    @Test
    void referencesThatGrowNothingAreFine() {
        StringBuilder text = new StringBuilder("split.seed = 7, features.exclude = [a]\n");
        for (int i = 0; i < 500; i++) {
            text.append("features.exclude = ${features.exclude} []\n".substring(0, i < 5 ? 42 : 0));
            text.append("input.options.o").append(i).append(" = ${split.seed}\n");
        }

        assertThat(read(text.toString()).input().options()).hasSize(500);
    }

    /** The line may be that of a password. */
    @Test
    void aFileThatIsNotHoconIsNotQuoted() {
        assertThatThrownBy(() -> read("input.options { password = hunter2 ] other = \"hunter2\" hunter2"))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("job.conf: 3")
                .satisfies(failure -> {
                    assertThat(failure.getMessage()).doesNotContain("hunter2");
                    assertThat(failure.getCause()).isNull();
                });
    }
}
