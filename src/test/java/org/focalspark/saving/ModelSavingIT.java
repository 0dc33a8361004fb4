package org.focalspark.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.SparkSession;
import org.focalspark.classification.ExactValues;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.FocalMultilabelClassificationModel;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.classification.MultilabelData;
import org.focalspark.classification.ReferenceData;
import org.focalspark.classification.TestModels;
import org.focalspark.export.ModelExport;
import org.focalspark.model.Coefficients;
import org.focalspark.model.FittedModel;
import org.focalspark.param.LossForms;
import org.focalspark.storage.Replacement;
import org.focalspark.testkit.FailingFileSystem;
import org.focalspark.testkit.LogCapture;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Saving never loses the model that was there. */
class ModelSavingIT {
    private static final SparkSession SPARK = SparkSessions.shared();
    private static final FocalLogisticRegressionModel OLD = fit(0.1);
    private static final FocalLogisticRegressionModel NEW = fit(0.2);

    @TempDir
    Path folder;

    private static FocalLogisticRegressionModel fit(double regParam) {
        return new FocalLogisticRegression().setRegParam(regParam).setMaxIter(3).fit(ReferenceData.dense());
    }

    @BeforeAll
    static void makeTheFailingFileSystemKnown() {
        SPARK.conf().set(FailingFileSystem.SETTING, FailingFileSystem.class.getName());
    }

    @AfterEach
    void nothingFailsAnyMore() {
        FailingFileSystem.failOnNothing();
    }

    private String path() {
        return "failing://" + folder.resolve("model");
    }

    private void assertHolds(FocalLogisticRegressionModel model) {
        assertThat(names()).containsExactly("model");
        FocalLogisticRegressionModel loaded = FocalLogisticRegressionModel.load(path());
        assertThat(loaded.uid()).isEqualTo(model.uid());
        assertThat(loaded.coefficients()).isEqualTo(model.coefficients());
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void overwritingReplacesTheModelAndLeavesNothingBeside() throws IOException {
        OLD.save(path());
        assertHolds(OLD);
        NEW.write().overwrite().save(path());
        assertHolds(NEW);
    }

    /** At the start, at the numbers, at the end of a job's commit, before the swap and in its middle. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create .*/\\.model\\.draft-.*/metadata/.*",
                "create .*/\\.model\\.draft-.*/data/.*",
                "rename .*/_temporary/.* .*/data/.*",
                "rename .*/model .*/\\.model\\.previous-.*",
                "rename .*/\\.model\\.draft-[^/]* .*/model"
            })
    void aFailureLeavesTheOldModelAndNothingBeside(String step) throws IOException {
        OLD.save(path());
        FailingFileSystem.failOn(actual -> actual.matches(step));
        assertThatThrownBy(() -> NEW.write().overwrite().save(path())).hasStackTraceContaining("Made to fail");
        FailingFileSystem.failOnNothing();
        assertHolds(OLD);
    }

    @Test
    void aFailureLeavesNothingWhereNothingWas() {
        FailingFileSystem.failOn(step -> step.matches("create .*/data/.*"));
        assertThatThrownBy(() -> OLD.save(path())).hasStackTraceContaining("Made to fail");
        assertThat(names()).isEmpty();
    }

    @Test
    void aModelThatCouldNotBeLoadedIsNotSaved() throws IOException {
        OLD.save(path());
        FittedModel fitted = new FittedModel(
                new Coefficients(OLD.coefficientMatrix(), Vectors.dense(Double.NaN)),
                LossForms.of(new FocalLogisticRegression()).binary(new double[] {2, 2}, new double[] {1, 1}, 1.0, 1.0),
                LossForms.of(new FocalLogisticRegression()),
                new double[] {0.5, 0.5});
        FocalLogisticRegressionModel broken = TestModels.of("broken", fitted);
        assertThatThrownBy(() -> broken.write().overwrite().save(path()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("'" + path() + "' was not written")
                .hasMessageContaining("not finite");
        assertHolds(OLD);
    }

    @Test
    void anOldModelThatCannotBeDeletedIsNoFailure() throws IOException {
        OLD.save(path());
        FailingFileSystem.failOn(step -> step.matches("delete .*/\\.model\\.previous-[^/]*"));
        NEW.write().overwrite().save(path());
        assertThat(FocalLogisticRegressionModel.load(path()).coefficients()).isEqualTo(NEW.coefficients());
    }

    @Test
    void overwritingReplacesWhateverIsThereAsSparkDoes() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("model")).resolve("other"), "");
        NEW.write().overwrite().save(path());
        assertHolds(NEW);
        assertThat(folder.resolve("model/other")).doesNotExist();
    }

    @Test
    void anExistingPathIsRefusedInTheWordsOfSpark() throws IOException {
        OLD.save(path());
        assertThatThrownBy(() -> NEW.save(path()))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Path " + path() + " already exists. To overwrite it, please use write.overwrite().save(path)"
                                + " for Scala and use write().overwrite().save(path) for Java and Python.");
        assertHolds(OLD);
    }

    @Test
    void theRootOfAFileSystemIsRefused() {
        assertThatThrownBy(() -> NEW.write().overwrite().save("failing:///"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is the root of a file system");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a[1]",
                "{a,b}",
                "a*",
                "a?",
                "a#b",
                "a\\b",
                "ä%20",
                ".hidden",
                "_underscore",
                "2024-05-01T12:30:00",
                "a name of 240 bytes, which leaves no room for another one around it, so that the draft beside it must have a"
                        + " name of its own and not this one with something before and after it; for instance the name of an"
                        + " experiment with all of its parameters"
            })
    void namesOfFoldersAreTakenLiterally(String name) throws IOException {
        String path = folder.resolve(name).toString();
        OLD.save(path);
        NEW.write().overwrite().save(path);
        assertThat(FocalLogisticRegressionModel.load(path).coefficients()).isEqualTo(NEW.coefficients());
        assertThat(names()).containsExactly(name);
    }

    @Test
    void aColonIsNoSchemeForEstimatorsPipelinesAndExports() throws IOException {
        Files.createDirectory(folder.resolve("12:30"));
        String stage = folder.resolve("12:30/a:b").toString();
        new FocalLogisticRegression("estimator").save(stage);
        assertThat(FocalLogisticRegression.load(stage).uid()).isEqualTo("estimator");
        // Before 4.1, Spark's own reader takes the path for a pattern, which Hadoop cannot match below a folder with a
        // colon.
        boolean spark41 = !SparkSessions.shared().version().matches("(3|4\\.0)\\..*");
        if (spark41) {
            ReplacingWriter.of(new Pipeline("pipeline").setStages(new PipelineStage[] {OLD}))
                    .overwrite()
                    .save(stage);
            assertThat(Pipeline.load(stage).uid()).isEqualTo("pipeline");
        }
        Path file = folder.resolve("12:30/model:1.pmml");
        for (FocalLogisticRegressionModel model : List.of(OLD, NEW)) {
            ModelExport.of(model).writePmml(file.toString());
            assertThat(file).hasBinaryContent(ModelExport.of(model).pmml());
        }
        try (Stream<Path> files = Files.list(folder.resolve("12:30"))) {
            assertThat(files).containsExactlyInAnyOrder(Path.of(stage), file);
        }
    }

    /** As a store that grants one prefix: Spark saves there too. */
    @Test
    void whereNothingMayBeBesideTheModelIsReplacedInPlace() throws IOException {
        FailingFileSystem.denyOn(step -> step.matches("[^ ]* .*/\\.model\\..*"));
        for (FocalLogisticRegressionModel model : List.of(OLD, NEW)) {
            try (LogCapture log = new LogCapture(Replacement.class.getName())) {
                model.write().overwrite().save(path());
                assertThat(log.lines()).anyMatch(line -> line.contains("it is replaced in place"));
            }
            assertHolds(model);
        }
        assertThatThrownBy(() -> OLD.save(path())).hasMessageContaining("already exists");
        FailingFileSystem.failOn(step -> step.matches("create .*/data/.*"));
        assertThatThrownBy(() -> OLD.write().overwrite().save(path())).hasStackTraceContaining("Made to fail");
        FailingFileSystem.failOnNothing();
        assertHolds(NEW);
    }

    /** Of the session and not of its context, which has no such file system. */
    @Test
    void exportsGoByTheSettingsOfTheSession() throws IOException {
        SPARK.conf().set("fs.viewfs.mounttable.exports.link./d", folder.toUri().toString());
        try {
            ModelExport.of(NEW).writePmml("viewfs://exports/d/model.pmml");
            assertThat(folder.resolve("model.pmml"))
                    .hasBinaryContent(ModelExport.of(NEW).pmml());
        } finally {
            SPARK.conf().unset("fs.viewfs.mounttable.exports.link./d");
        }
    }

    @Test
    void aPipelineHoldsTheModelAndNothingBeside() throws IOException {
        PipelineModel pipeline =
                new Pipeline().setStages(new PipelineStage[] {OLD}).fit(ReferenceData.dense());
        for (int i = 0; i < 2; i++) {
            pipeline.write().overwrite().save(path());
        }
        try (Stream<Path> stages = Files.list(folder.resolve("model/stages"))) {
            assertThat(stages.map(stage -> stage.getFileName().toString())).containsExactly("0_" + OLD.uid());
        }
        FocalLogisticRegressionModel loaded =
                (FocalLogisticRegressionModel) PipelineModel.load(path()).stages()[0];
        assertThat(loaded.coefficients()).isEqualTo(OLD.coefficients());
    }

    /** What Spark Connect does with a model that it moves out of memory, by reflection since older Sparks lack it. */
    @Test
    void sparksLocalSavingKeepsEveryBit() throws ReflectiveOperationException {
        String spark = SparkSessions.shared().version();
        assumeTrue(!spark.startsWith("3.5.") && !spark.startsWith("4.0."));
        FocalLogisticRegressionModel certain =
                new FocalLogisticRegression().fit(ReferenceData.dense().filter("label = 1.0"));
        FocalMultilabelClassificationModel labels = new FocalMultilabelClassifier()
                .setMaxIter(3)
                .fit(MultilabelData.frame(MultilabelData.threeLabels(100)));
        assertLocalRoundTrip(OLD, FocalLogisticRegressionModel.read(), OLD.interceptVector());
        assertLocalRoundTrip(certain, FocalLogisticRegressionModel.read(), certain.interceptVector());
        assertLocalRoundTrip(labels, FocalMultilabelClassificationModel.read(), labels.interceptVector());
    }

    private <M extends Model<M> & MLWritable> void assertLocalRoundTrip(M model, MLReader<M> reader, Vector intercepts)
            throws ReflectiveOperationException {
        String path = folder.resolve("local" + model.uid()).toString();
        for (int i = 0; i < 2; i++) {
            Object writer = model.write().overwrite();
            writer.getClass().getMethod("saveToLocal", String.class).invoke(writer, path);
        }
        assertThat(Path.of(path, "metadata")).isRegularFile();
        assertThat(Path.of(path, "data")).isRegularFile();
        assertThatThrownBy(() -> {
                    Object writer = model.write();
                    writer.getClass().getMethod("saveToLocal", String.class).invoke(writer, path);
                })
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("already exists");
        Object loaded =
                reader.getClass().getMethod("loadFromLocal", String.class).invoke(reader, path);
        assertThat(loaded).hasSameClassAs(model).hasToString(model.toString());
        assertThat(loaded.getClass().getMethod("coefficientMatrix").invoke(loaded))
                .isEqualTo(model.getClass().getMethod("coefficientMatrix").invoke(model));
        assertThat(ExactValues.of(loaded.getClass().getMethod("interceptVector").invoke(loaded)))
                .isEqualTo(ExactValues.of(intercepts));
    }
}
