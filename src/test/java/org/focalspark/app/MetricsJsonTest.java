package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsJsonTest {

    @Test
    void writesNumbersThatJsonDoesNotHaveAsTexts() {
        assertThat(MetricsJson.number(0.5)).isEqualTo(0.5);
        assertThat(MetricsJson.number(Double.NaN)).isEqualTo("NaN");
        assertThat(MetricsJson.number(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    }
}
