package org.focalspark.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.classification.ReferenceData;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.focalspark.testkit.FailingFileSystem;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Saving never loses what was there: estimators, evaluators and, by {@link ReplacingWriter}, Pipelines. */
class StageSavingIT {
    @TempDir
    Path folder;

    @BeforeAll
    static void makeTheFailingFileSystemKnown() {
        SparkSessions.shared().conf().set(FailingFileSystem.SETTING, FailingFileSystem.class.getName());
    }

    @AfterEach
    void nothingFailsAnyMore() {
        FailingFileSystem.failOnNothing();
    }

    private String path() {
        return "failing://" + folder.resolve("stage");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    static Stream<Arguments> stages() {
        return Stream.of(
                Arguments.of(
                        new FocalLogisticRegression().setGamma(0.5),
                        new FocalLogisticRegression(),
                        FocalLogisticRegression.read()),
                Arguments.of(
                        new FocalMultilabelClassifier().setGamma(0.5),
                        new FocalMultilabelClassifier(),
                        FocalMultilabelClassifier.read()),
                Arguments.of(
                        new FocalLossEvaluator().setGamma(0.5), new FocalLossEvaluator(), FocalLossEvaluator.read()),
                Arguments.of(
                        new CalibrationEvaluator().setNumBins(3),
                        new CalibrationEvaluator(),
                        CalibrationEvaluator.read()));
    }

    @ParameterizedTest
    @MethodSource("stages")
    <S extends Params & MLWritable> void aFailureLeavesTheOldStageAndNothingBeside(
            S before, S after, MLReader<S> reader) throws IOException {
        before.save(path());
        for (String step :
                List.of("create .*/\\.stage\\.draft-.*/metadata/.*", "rename .*/\\.stage\\.draft-[^/]* .*/stage")) {
            FailingFileSystem.failOn(actual -> actual.matches(step));
            assertThatThrownBy(() -> after.write().overwrite().save(path())).hasStackTraceContaining("Made to fail");
            FailingFileSystem.failOnNothing();
            assertThat(names()).containsExactly("stage");
            S loaded = reader.load(path());
            assertThat(loaded.uid()).isEqualTo(before.uid());
            assertThat(loaded.explainParams()).isEqualTo(before.explainParams());
        }
        after.write().overwrite().save(path());
        assertThat(reader.load(path()).uid()).isEqualTo(after.uid());
        assertThat(names()).containsExactly("stage");
    }

    /** In the metadata of the pipeline, in the numbers of our model inside it, and before the swap. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create .*/\\.stage\\.draft-[^/]*/metadata/.*",
                "create .*/\\.stage\\.draft-.*/stages/.*/data/.*",
                "rename .*/stage .*/\\.stage\\.previous-.*"
            })
    void aFailureLeavesTheOldPipelineModelAndNothingBeside(String step) throws IOException {
        PipelineModel before = pipeline(0.1).fit(ReferenceData.dense());
        PipelineModel after = pipeline(0.2).fit(ReferenceData.dense());
        ReplacingWriter.of(before).save(path());
        FailingFileSystem.failOn(actual -> actual.matches(step));
        assertThatThrownBy(() -> ReplacingWriter.of(after).overwrite().save(path()))
                .hasStackTraceContaining("Made to fail");
        FailingFileSystem.failOnNothing();
        assertThat(names()).containsExactly("stage");
        assertThat(PipelineModel.load(path()).stages()[0].uid()).isEqualTo(before.stages()[0].uid());
        ReplacingWriter.of(after).overwrite().save(path());
        assertThat(PipelineModel.load(path()).uid()).isEqualTo(after.uid());
    }

    @Test
    void anUnfittedPipelineIsSavedToo() throws IOException {
        Pipeline pipeline = pipeline(0.1);
        ReplacingWriter.of(pipeline).save(path());
        assertThat(Pipeline.load(path()).getStages()[0].uid()).isEqualTo(pipeline.getStages()[0].uid());
    }

    @Test
    void theWriterOfAStageOfOursIsUsedAsItIs() {
        FocalLogisticRegression stage = new FocalLogisticRegression();
        assertThat(stage.write()).isInstanceOf(ReplacingWriter.class);
        assertThatThrownBy(() -> {
                    ReplacingWriter.of(stage).save(path());
                    ReplacingWriter.of(stage).save(path());
                })
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Path " + path() + " already exists.");
    }

    private static Pipeline pipeline(double regParam) {
        return new Pipeline().setStages(new PipelineStage[] {
            new FocalLogisticRegression().setRegParam(regParam).setMaxIter(3)
        });
    }
}
