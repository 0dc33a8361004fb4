package org.focalspark.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonNumberTest {

    @Test
    void writesNumbersThatJsonDoesNotHaveAsTexts() {
        assertThat(JsonNumber.of(0.5)).isEqualTo(0.5);
        assertThat(JsonNumber.of(Double.NaN)).isEqualTo("NaN");
        assertThat(JsonNumber.of(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    }
}
