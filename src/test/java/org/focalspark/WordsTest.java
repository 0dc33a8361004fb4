package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that all texts use American spelling and no words that make a sentence hard to read. */
@Tag("once")
class WordsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();

    private static final List<String> PLACES = List.of(
            "README.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "SECURITY.md",
            "docs",
            "notebooks/source",
            "python",
            "data",
            "conf",
            "src",
            ".github");

    /** British spellings as stems, so that every form of a word is found. */
    private static final Pattern BRITISH =
            Pattern.compile("(?i)\\b\\w*(?:colour|behaviour|neighbour|favour|honour|centre|centring"
                    + "|labell(?:ed(?!by)|ing)|modell(?:ed|ing)|analyse|grey|learnt|spelt"
                    + "|(?:minim|maxim|optim|normal|standard|penal|regular|vector|capital|serial|general|initial|summar|organ|recogn"
                    + "|util|local|random|emphas|categor)is(?:e|ed|es|ing|er|ers|ation)\\b)\\w*");

    private static final Pattern HARD = Pattern.compile(
            "(?i)\\b(?:for ever(?!y)|at hand|the affair of|whither|unspeakable|hitherto|thereof|whosoever|insofar|anew)\\b");

    /** Files that are not checked: this one, and those of other projects. */
    private static final Pattern EXCEPT =
            Pattern.compile("WordsTest\\.java$|/echarts/|/licenses/|/resources/reference/|/dist/|/build/|\\.egg-info");

    @Test
    void spellingIsAmerican() throws IOException {
        assertThat(found(BRITISH)).isEmpty();
    }

    @Test
    void wordsAreEasyToRead() throws IOException {
        assertThat(found(HARD)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the colours of it",
                "penalised",
                "labelled",
                "isCentred or centre",
                "Minimiser",
                "a neighbouring"
            })
    void britishSpellingIsFound(String text) {
        assertThat(BRITISH.matcher(text).find()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"aria-labelledby", "for every row", "minimizes", "center", "raise", "otherwise", "promises"})
    void otherWordsAreNot(String text) {
        assertThat(BRITISH.matcher(text).find() || HARD.matcher(text).find()).isFalse();
    }

    private static List<String> found(Pattern words) throws IOException {
        List<String> found = new ArrayList<>();
        for (String place : PLACES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(place))) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(path -> !EXCEPT.matcher(path.toString()).find())
                        .filter(path -> path.toString().matches(".*\\.(java|md|py|js|css|html|scala|conf|yml)"))
                        .toList()) {
                    Matcher matcher = words.matcher(Files.readString(file));
                    while (matcher.find()) {
                        found.add(ROOT.relativize(file) + ": " + matcher.group());
                    }
                }
            }
        }
        return found;
    }
}
