package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.focalspark.classification.KryoFits;
import org.focalspark.testkit.ForkedJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Kryo refuses classes that nobody has registered, the registrator is all it takes. */
public class FocalKryoRegistratorIT {
    @TempDir
    private Path folder;

    @Test
    void fitsAndEvaluatorsNeedNothingElse() throws Exception {
        assertThat(new ForkedJvm(KryoFits.class, folder).run("512m", Duration.ofMinutes(3)))
                .containsExactly(
                        "binary DENSE, to disk: true",
                        "binary DENSE_FLOAT, to disk: true",
                        "binary SPARSE, to disk: true",
                        "binary SPARSE_FLOAT, to disk: true",
                        "binary ONE_HOT, to disk: true",
                        "several classes and labels",
                        "refused",
                        "evaluated",
                        "tuned",
                        "summary");
    }
}
