package org.focalspark.training.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** What ends one candidate, and what ends them all. */
class SparkFailureTest {

    @Test
    void aFailureOfACandidateComesBackUncheckedWithItsMessage() {
        RuntimeException refused = new IllegalArgumentException("refused");
        assertThat(SparkFailure.ofOneCandidate(refused)).isSameAs(refused);
        SparkException failed = new SparkException("not finite");
        assertThat(SparkFailure.ofOneCandidate(failed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not finite")
                .hasCause(failed);
    }

    @Test
    void aCancellationEndsAll() {
        SparkException cancelled = new SparkException("Job 3 cancelled part of cancelled job group all");
        assertThatThrownBy(() -> SparkFailure.ofOneCandidate(cancelled)).isSameAs(cancelled);
    }

    @Test
    void anInterruptEndsAllAndIsKept() {
        InterruptedException interrupted = new InterruptedException();
        assertThatThrownBy(() -> SparkFailure.ofOneCandidate(interrupted)).isSameAs(interrupted);
        assertThat(Thread.interrupted()).isTrue();
    }
}
