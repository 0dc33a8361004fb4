package org.focalspark.training.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DriverMemoryTest {
    @Test
    void refusesAFitWhoseVectorsTheDriverCannotKeep() {
        assertThatThrownBy(() -> DriverMemory.require("features", 10_000_000, 10_000_001L, 2L << 30))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Column 'features' has vectors of size 10,000,000: a fit of 10,000,001 coefficients needs about"
                                + " 3.2 GB of driver memory, but the driver has 2.1 GB. Raise spark.driver.memory, or hash the"
                                + " features into fewer, for example with FeatureHasher.");
    }

    @Test
    void takesAFitThatFits() {
        assertThatCode(() -> DriverMemory.require("features", 1_000_000, 1_000_001L, 2L << 30))
                .doesNotThrowAnyException();
    }

    @Test
    void atLeastOneFitRuns() {
        assertThat(DriverMemory.fitsAtOnce(8, Integer.MAX_VALUE, 0L)).isEqualTo(1);
        assertThat(DriverMemory.fitsAtOnce(8, 10, Long.MAX_VALUE / 16)).isEqualTo(1);
        assertThat(DriverMemory.fitsAtOnce(8, 10, 0L)).isEqualTo(8);
    }
}
