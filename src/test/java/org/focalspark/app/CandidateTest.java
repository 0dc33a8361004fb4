package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.config.JobFile;
import org.focalspark.classification.FocalLogisticRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateTest {
    private static final String MANY_CLASSES = """
            input { path = data.csv, format = csv }
            label.column = damage
            """;

    @TempDir
    Path folder;

    private JobConfig read(String text) {
        return JobFile.read(folder, text, Map.of());
    }

    private List<String> names(String text) {
        return Candidate.of(read(text)).stream().map(Candidate::name).toList();
    }

    @Test
    void twoClassesHaveTwoCandidatesAndManyHaveThree() {
        assertThat(names(JobFile.SMALLEST)).containsExactly("baseline", "focal");
        assertThat(names(MANY_CLASSES)).containsExactly("baseline", "focal", "balanced-focal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classWeights = [1, 2, 3]",
                "classWeightMode = effectiveNumber",
                "classWeightMode = none",
                "alpha = 0.5",
                "alphas = [0.5, 0.25, 0.75]"
            })
    void whoSetsClassWeightsGetsNoOthers(String setting) {
        assertThat(names(MANY_CLASSES + "estimator { " + setting + " }")).containsExactly("baseline", "focal");
    }

    @Test
    void baselineIsFocusedNowhere() {
        JobConfig config = read(JobFile.SMALLEST
                + "estimator { gamma = 1, gammas = [1, 2], gammaPositive = 3, gammaNegative = 4, regParam = 0.5 }");
        FocalLogisticRegression baseline = Candidate.of(config).get(0).estimator(config.estimator());

        assertThat(Focusing.of(baseline).json()).isEqualTo(0.0);
        assertThat(baseline.getRegParam()).isEqualTo(0.5);
        assertThat(baseline.uid()).isEqualTo("baseline");
    }

    @Test
    void balancedDiffersFromFocalInTheClassWeights() {
        JobConfig config = read(MANY_CLASSES + "estimator.gamma = 1");
        List<Candidate> candidates = Candidate.of(config);

        assertThat(candidates.get(1).estimator(config.estimator()).getClassWeightMode())
                .isEqualTo("none");
        FocalLogisticRegression balanced = candidates.get(2).estimator(config.estimator());
        assertThat(balanced.getClassWeightMode()).isEqualTo("balanced");
        assertThat(balanced.getGamma()).isEqualTo(1.0);
    }
}
