package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "pem_private_key",
                "sfPwd",
                "apiKey",
                "passphrase",
                "fs.azure.account.key.x",
                "AWS_SECRET"
            })
    void hidesWhatItsKeyCallsASecret(String key) {
        assertThat(MetricsJson.withoutSecrets(ConfigFactory.parseMap(Map.of("options", Map.of('"' + key + '"', "x")))
                                .root())
                        .toString())
                .contains("(hidden)")
                .doesNotContain("=x");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db/x?user=u&password=p&ssl=true, jdbc:postgresql://db/x?user=u&password=(hidden)&ssl=true",
        "s3a://KEY:SECRET@bucket/strikes.csv, s3a://(hidden)@bucket/strikes.csv",
        "hdfs:///data/strikes.csv, hdfs:///data/strikes.csv",
        "user@example.com, user@example.com"
    })
    void hidesPasswordsInUrls(String text, String shown) {
        assertThat(MetricsJson.withoutSecrets(text)).isEqualTo(shown);
    }

    @Test
    void keepsTheRest() {
        Map<String, Object> values = Map.of("maxIter", 200, "columns", List.of("a", "b"), "path", "data/x.csv");
        assertThat(MetricsJson.withoutSecrets(ConfigFactory.parseMap(values).root()))
                .isEqualTo(values);
    }
}
