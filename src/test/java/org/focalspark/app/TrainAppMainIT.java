package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;

/** What becomes of the JVM; the tests of this one go on only if it is left alone. */
class TrainAppMainIT {
    @Test
    void returnsAfterSuccess() {
        TrainApp.main(new String[] {"--help"});
    }

    @Test
    void throwsAfterAFailureWhereSparkIsSomebodyElses() {
        SparkSessions.shared();

        assertThatThrownBy(() -> TrainApp.main(new String[] {"--conf-file", "target/nowhere.conf"}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The training job has failed with exit code 2; stderr says why.");
    }
}
