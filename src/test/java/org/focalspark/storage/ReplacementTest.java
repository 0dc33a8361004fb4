package org.focalspark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.focalspark.testkit.FailingFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacementTest {
    @TempDir
    Path folder;

    @AfterEach
    void nothingFailsAnyMore() {
        FailingFileSystem.failOnNothing();
    }

    private Replacement replacement() throws IOException {
        Configuration hadoop = new Configuration(false);
        hadoop.set(FailingFileSystem.SETTING, FailingFileSystem.class.getName());
        org.apache.hadoop.fs.Path target =
                new org.apache.hadoop.fs.Path("failing://" + folder.resolve("in a folder/model"));
        return new Replacement(FileSystem.get(target.toUri(), hadoop), target);
    }

    private void write(Replacement place, String content) throws IOException {
        Files.writeString(
                Files.createDirectories(Path.of(place.draft().toUri().getPath()))
                        .resolve("part"),
                content);
    }

    private void replace(String content) throws IOException {
        try (Replacement place = replacement()) {
            write(place, content);
            place.moveIn();
            place.discardPrevious();
        }
    }

    private void assertContent(String content) {
        assertThat(folder.resolve("in a folder")).isDirectoryNotContaining("glob:**/.*");
        assertThat(folder.resolve("in a folder/model/part")).hasContent(content);
    }

    @Test
    void writesAndReplaces() throws IOException {
        replace("one");
        assertContent("one");
        replace("two");
        assertContent("two");
    }

    @Test
    void theDraftIsHidden() throws IOException {
        try (Replacement place = replacement()) {
            assertThat(place.draft().getName()).startsWith(".model.draft-");
        }
    }

    @Test
    void aDraftThatIsNotMovedIsDiscarded() throws IOException {
        replace("one");
        try (Replacement place = replacement()) {
            write(place, "two");
        }
        assertContent("one");
    }

    @Test
    void aFailureToMoveInLeavesTheOldContent() throws IOException {
        replace("one");
        FailingFileSystem.failOn(step -> step.startsWith("rename") && step.contains(".draft-"));
        assertThatThrownBy(() -> replace("two")).isInstanceOf(IOException.class).hasMessageContaining("Made to fail");
        assertContent("one");
    }

    @Test
    void aFailureToMoveAsideLeavesTheOldContent() throws IOException {
        replace("one");
        FailingFileSystem.failOn(step -> step.startsWith("rename"));
        assertThatThrownBy(() -> replace("two")).isInstanceOf(IOException.class).hasMessageContaining("Made to fail");
        assertContent("one");
    }

    @Test
    void movingBackBringsTheOldContent() throws IOException {
        replace("one");
        try (Replacement place = replacement()) {
            write(place, "two");
            place.moveIn();
            assertThat(folder.resolve("in a folder/model/part")).hasContent("two");
            place.moveBack();
        }
        assertContent("one");
    }

    @Test
    void movingBackLeavesNothingWhereNothingWas() throws IOException {
        try (Replacement place = replacement()) {
            write(place, "one");
            place.moveIn();
            place.moveBack();
        }
        assertThat(folder.resolve("in a folder")).isEmptyDirectory();
    }

    @Test
    void oldContentThatCannotBeDeletedIsNoFailure() throws IOException {
        replace("one");
        FailingFileSystem.failOn(step -> step.startsWith("delete") && step.contains(".previous-"));
        replace("two");
        assertThat(folder.resolve("in a folder/model/part")).hasContent("two");
    }
}
