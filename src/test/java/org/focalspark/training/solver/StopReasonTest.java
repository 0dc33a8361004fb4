package org.focalspark.training.solver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StopReasonTest {
    @ParameterizedTest
    @EnumSource(StopReason.class)
    void whatHasNotConvergedNamesAWayOut(StopReason reason) {
        assertThat(reason.wayOut().isEmpty()).isEqualTo(reason.converged());
        assertThat(reason.text() + reason.wayOut()).doesNotEndWith(".");
    }
}
