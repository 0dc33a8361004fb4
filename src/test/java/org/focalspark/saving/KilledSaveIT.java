package org.focalspark.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.ReferenceData;
import org.focalspark.export.ModelExport;
import org.focalspark.testkit.FailingFileSystem;
import org.focalspark.testkit.ForkedJvm;
import org.focalspark.testkit.SavedFolders;
import org.focalspark.testkit.SparkSessions;
import org.focalspark.tuning.FocalCrossValidatorModel;
import org.focalspark.tuning.Grids;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A save that is killed at any step loses nothing, and the next one leaves nothing behind. The disk is copied before each
 * step of a save that replaces another: what a JVM that is killed there would have left.
 */
@Tag("once")
class KilledSaveIT {
    /** Never half a stage in the place. */
    private static final List<String> KINDS =
            List.of("old", "old, draft", "nothing, draft, previous", "new, previous", "new");

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

    /** Saves to a path of the failing file system. */
    private interface Save {
        void to(String path) throws IOException;
    }

    private Path disk() {
        return folder.resolve("disk");
    }

    private static String path(Path disk) {
        return "failing://" + disk.resolve("place");
    }

    /** By what stands beside the place and what is in it, the first copy of each kind. */
    private Map<String, Path> killed(Save before, Save after) throws IOException {
        Files.createDirectory(disk());
        before.to(path(disk()));
        Map<String, String> old = content(disk().resolve("place"));
        Map<Path, Map<String, String>> copies = new LinkedHashMap<>();
        FailingFileSystem.failOn(step -> {
            synchronized (copies) {
                Path copy = folder.resolve("copy" + copies.size());
                try {
                    SavedFolders.copy(disk(), copy);
                    copies.put(copy, content(copy.resolve("place")));
                } catch (IOException e) {
                    throw new AssertionError(step, e);
                }
            }
            return false;
        });
        after.to(path(disk()));
        FailingFileSystem.failOnNothing();
        assertThat(SavedFolders.names(disk())).containsExactly("place");
        Map<String, String> current = content(disk().resolve("place"));
        Map<String, Path> kinds = new LinkedHashMap<>();
        for (Map.Entry<Path, Map<String, String>> copy : copies.entrySet()) {
            kinds.putIfAbsent(kind(copy.getKey(), copy.getValue(), old, current), copy.getKey());
        }
        return kinds;
    }

    private static Map<String, String> content(Path place) throws IOException {
        return SavedFolders.content(place);
    }

    private static String kind(
            Path copy, Map<String, String> place, Map<String, String> old, Map<String, String> current)
            throws IOException {
        StringBuilder kind = new StringBuilder(
                place.isEmpty() ? "nothing" : place.equals(old) ? "old" : place.equals(current) ? "new" : "half");
        for (String name : SavedFolders.names(copy)) {
            if (name.contains(".previous-") && place.isEmpty()) {
                assertThat(content(copy.resolve(name)))
                        .as("%s in %s", name, copy)
                        .isEqualTo(old);
            }
            kind.append(name.contains(".draft-") ? ", draft" : name.contains(".previous-") ? ", previous" : "");
        }
        return kind.toString();
    }

    /** Each kind of disk that a kill leaves, and what is made of it. */
    private <S extends MLWritable> void assertNothingIsLost(S old, S current, MLReader<S> reader) throws IOException {
        Map<String, Path> kinds = killed(
                path -> old.write().save(path),
                path -> current.write().overwrite().save(path));
        assertThat(kinds.keySet()).containsExactlyInAnyOrderElementsOf(KINDS);
        for (Map.Entry<String, Path> kind : kinds.entrySet()) {
            String path = path(kind.getValue());
            if (kind.getKey().startsWith("nothing")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> reader.load(path))
                        .withMessageContainingAll("'" + path + "' does not exist", ".place.previous-");
                assertThatThrownBy(() -> current.write().save(path))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("already exists");
                assertThat(reader.load(path)).hasToString(old.toString());
            }
            assertThat(reader.load(path))
                    .as(kind.getKey())
                    .hasToString((kind.getKey().startsWith("new") ? current : old).toString());
            current.write().overwrite().save(path);
            assertThat(reader.load(path)).hasToString(current.toString());
            assertThat(SavedFolders.names(kind.getValue())).as(kind.getKey()).containsExactly("place");
        }
    }

    private static FocalLogisticRegressionModel fit(double regParam) {
        return new FocalLogisticRegression().setRegParam(regParam).setMaxIter(2).fit(ReferenceData.dense());
    }

    @Test
    void ofAModel() throws IOException {
        assertNothingIsLost(fit(0.1), fit(0.2), FocalLogisticRegressionModel.read());
    }

    @Test
    void ofATunedModel() throws IOException {
        assertNothingIsLost(tuned(), tuned(), FocalCrossValidatorModel.read());
    }

    private static FocalCrossValidatorModel tuned() {
        FocalLogisticRegression estimator = Grids.estimator().setMaxIter(2);
        return Grids.focal(estimator, Grids.small(estimator), new BinaryClassificationEvaluator())
                .fit(ReferenceData.dense());
    }

    @Test
    void ofAnExport() throws IOException {
        ModelExport old = ModelExport.of(fit(0.1));
        ModelExport current = ModelExport.of(fit(0.2));
        Map<String, Path> kinds = killed(old::writePmml, current::writePmml);
        assertThat(kinds.keySet()).containsExactlyInAnyOrderElementsOf(KINDS);
        for (Map.Entry<String, Path> kind : kinds.entrySet()) {
            Path file = kind.getValue().resolve("place");
            if (!kind.getKey().startsWith("nothing")) {
                assertThat(file).hasBinaryContent(kind.getKey().startsWith("new") ? current.pmml() : old.pmml());
            }
            current.writePmml(path(kind.getValue()));
            assertThat(file).hasBinaryContent(current.pmml());
            assertThat(SavedFolders.names(kind.getValue())).as(kind.getKey()).containsExactly("place");
        }
    }

    /** Not a copy of the disk, but a JVM that is really gone. */
    @Test
    void byTheEndOfItsJvm() throws Exception {
        Files.createDirectory(disk());
        FocalLogisticRegressionModel old = fit(0.1);
        old.save(path(disk()));
        new ForkedJvm(KilledSave.class, folder).with("PLACE", path(disk())).run("1g", Duration.ofMinutes(3));
        assertThat(SavedFolders.names(disk())).hasSize(2).noneMatch("place"::equals);
        assertThatThrownBy(() -> old.save(path(disk()))).hasMessageContaining("already exists");
        assertThat(FocalLogisticRegressionModel.load(path(disk())).coefficients())
                .isEqualTo(old.coefficients());
        old.write().overwrite().save(path(disk()));
        assertThat(SavedFolders.names(disk())).containsExactly("place");
    }
}
