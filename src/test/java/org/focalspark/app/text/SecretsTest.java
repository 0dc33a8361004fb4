package org.focalspark.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String SECRET = "q7Zt-hunter2/x+Y=";

    static List<String> names() {
        return SecretExamples.names();
    }

    static List<String> texts() {
        return SecretExamples.texts();
    }

    private static ConfigObject options(Map<String, ?> options) {
        return ConfigFactory.parseMap(Map.of("input", Map.of("options", options)))
                .root();
    }

    @Test
    void thereAreHundredNames() {
        assertThat(names()).hasSizeGreaterThanOrEqualTo(100).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("names")
    void hidesTheValueOfEveryNameThatIsNotKnownToBeHarmless(String name) {
        ConfigObject config = options(Map.of('"' + name + '"', SECRET));
        ConfigObject list = options(Map.of('"' + name + '"', List.of("first", List.of(SECRET))));

        assertThat(Secrets.of(config).shown(config).toString())
                .contains(name, "(hidden)")
                .doesNotContain("hunter2");
        assertThat(Secrets.of(list).shown(list).toString()).doesNotContain("hunter2");
        assertThat(Secrets.of(config).masked("The driver says: login with " + SECRET + " failed"))
                .isEqualTo("The driver says: login with (hidden) failed");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void hidesSecretsByTheirForm(String line) {
        String kept = line.substring(0, line.indexOf('|')).strip();
        String text = line.substring(line.indexOf('|') + 1).strip().replace("HUNTER", "q7Zt-hunter2");

        assertThat(Secrets.NONE.masked("Input '" + text + "' fails"))
                .contains("(hidden)", kept)
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hdfs:///data/strikes.csv",
                "hdfs://host:9000/a b/x@y.csv",
                "user@example.com",
                "abfss://container@account.dfs.core.windows.net/rows",
                "s3a://bucket/day=2020-01-01/part-?.csv",
                "phase = Climb",
                "token = a, session = 3, pass -> 4",
                "Design: 3 of 4 keys, 12 passes",
                "stopped after 55 iterations: objective converged"
            })
    void keepsTheRest(String text) {
        assertThat(Secrets.NONE.masked(text)).isEqualTo(text);
    }

    @Test
    void keepsOptionsThatAreNoSecrets() {
        Map<String, ?> options = Map.of("header", true, "SEP", ";", "nullValue", "NA", "numFeatures", 3);
        ConfigObject config = options(options);

        assertThat(Secrets.of(config).shown(config)).isEqualTo(Map.of("input", Map.of("options", options)));
        assertThat(Secrets.of(config).masked("NA;3")).isEqualTo("NA;3");
    }

    /** A driver's error may repeat the secret in another form, or a part of it. */
    @Test
    void hidesWhatIsMadeOfAValue() {
        String key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0\n-----END KEY-----";
        Secrets secrets = Secrets.of(options(Map.of(
                "url", "jdbc:x://host/db?user=me&password=p%40ss-w0rd", "pem", key, "auth", "me:hunter2-hunter2")));

        assertThat(secrets.masked("p@ss-w0rd MIIEvQIBADANBgkqhkiG9w0 hunter2-hunter2 p%40ss-w0rd"))
                .isEqualTo("(hidden) (hidden) (hidden) (hidden)");
    }

    @Test
    void aNumberIsHiddenWhereItStandsAlone() {
        Secrets secrets = Secrets.of(options(Map.of("pin", "4711")));

        assertThat(secrets.masked("pin 4711, rows 14711, share 0.4711"))
                .isEqualTo("pin (hidden), rows 14711, share 0.4711");
        assertThat(secrets.masked((Object) Map.of("rows", 4711L, "texts", List.of("4711"))))
                .isEqualTo(Map.of("rows", 4711L, "texts", List.of("(hidden)")));
    }

    @ParameterizedTest
    @CsvSource({
        "'input.options={header=true,auth=hunter2', 'cannot read hunter2'",
        "'input.options=[hunter2]', 'but was [hunter2]'",
        "'split.test-input.options.sas=hunter2', 'hunter2'"
    })
    void knowsWhatTheCommandLineSetsOfAReader(String assignment, String sentence) {
        assertThat(Secrets.of(List.of(assignment)).masked(sentence)).doesNotContain("hunter2");
    }
}
