package org.focalspark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.focalspark.testkit.FailingFileSystem;
import org.focalspark.testkit.ForkedJvm;
import org.focalspark.testkit.SavedFolders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What saves leave behind, and what the next one makes of it. */
class LeftoversTest {
    @TempDir
    Path folder;

    @AfterEach
    void nothingFailsAnyMore() {
        FailingFileSystem.failOnNothing();
    }

    private Path disk() {
        return folder.resolve("disk");
    }

    private Replacement replacement(String name) throws IOException {
        Configuration hadoop = new Configuration(false);
        hadoop.set(FailingFileSystem.SETTING, FailingFileSystem.class.getName());
        org.apache.hadoop.fs.Path target =
                Names.child(new org.apache.hadoop.fs.Path("failing://" + Files.createDirectories(disk())), name);
        return new Replacement(FileSystem.get(target.toUri(), hadoop), target);
    }

    private static void write(Replacement place, String content) throws IOException {
        Path draft = Path.of(place.draft().toUri().getPath());
        Files.writeString(Files.createDirectories(draft).resolve("part"), content);
    }

    private void replace(String name, String content) throws IOException {
        try (Replacement place = replacement(name)) {
            place.recover();
            write(place, content);
            place.moveIn();
            place.discardPrevious();
        }
    }

    private void assertOnly(String name, String content) throws IOException {
        assertThat(SavedFolders.names(disk())).containsExactly(name);
        assertThat(disk().resolve(name).resolve("part")).hasContent(content);
    }

    /** In a JVM that is really gone, at every step. */
    @Test
    void aKillAtAnyStepLosesNothingAndTheNextSaveLeavesNothing() throws Exception {
        String last = "";
        int step = 0;
        while (!last.equals("done")) {
            step++;
            SavedFolders.delete(disk());
            replace("place", "old");
            List<String> lines = new ForkedJvm(KilledReplacement.class, folder)
                    .with("PLACE", "failing://" + disk().resolve("place"))
                    .with("STEP", String.valueOf(step))
                    .run("64m", Duration.ofMinutes(1));
            last = lines.get(lines.size() - 1);
            try (Replacement next = replacement("place")) {
                next.recover();
            }
            assertThat(Files.readString(disk().resolve("place/part"))).as(last).isIn("old", "new");
            replace("place", "newer");
            assertOnly("place", "newer");
        }
        assertThat(step).isGreaterThan(4);
    }

    @Test
    void aDraftThatIsBeingWrittenStays() throws IOException {
        try (Replacement slow = replacement("place")) {
            write(slow, "slow");
            replace("place", "fast");
            assertThat(SavedFolders.names(disk())).hasSize(2);
            slow.moveIn();
            slow.discardPrevious();
        }
        assertOnly("place", "slow");
    }

    @Test
    void theDraftOfAnotherMachineStaysForADay() throws IOException {
        Path draft = Files.createDirectories(disk().resolve(".place.draft-00000000-1-1-00000000"));
        replace("place", "one");
        assertThat(draft).exists();
        Files.setLastModifiedTime(
                draft,
                FileTime.from(Instant.now().minus(DraftOwner.FOREIGN_LIFETIME).minusSeconds(60)));
        replace("place", "two");
        assertOnly("place", "two");
    }

    /** Files keep their times when their folder is renamed: the old content may be years old while a save replaces it. */
    @Test
    void whatAnotherMachineMovesAsideStaysWhileItSaves() throws IOException {
        Path draft = Files.createDirectories(disk().resolve(".place.draft-00000000-1-1-00000000"));
        Path previous = Files.createDirectories(disk().resolve(".place.previous-00000000-1-1-00000000"));
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(400)));
        Files.setLastModifiedTime(previous, old);
        try (Replacement place = replacement("place")) {
            place.recover();
        }
        assertThat(disk().resolve("place")).doesNotExist();
        replace("place", "one");
        assertThat(previous).exists();
        Files.setLastModifiedTime(draft, old);
        replace("place", "two");
        assertOnly("place", "two");
    }

    @Test
    void whatHasAnotherNameStays() throws IOException {
        for (String other : List.of(".place.draft-notes", ".places.draft-00000000-1-1-00000000", "place.previous-x")) {
            Files.createDirectories(disk().resolve(other));
        }
        replace("place", "one");
        assertThat(SavedFolders.names(disk())).hasSize(4);
    }

    /** What was deleted on purpose does not come back from a save that was killed while it cleaned up. */
    @Test
    void whatWasReplacedIsNotPutBack() throws IOException {
        replace("place", "old");
        FailingFileSystem.failOn(step -> step.matches("delete .*\\.previous-.*"));
        replace("place", "new");
        FailingFileSystem.failOnNothing();
        SavedFolders.delete(disk().resolve("place"));
        try (Replacement place = replacement("place")) {
            place.recover();
        }
        assertThat(disk().resolve("place")).doesNotExist();
        replace("place", "newer");
        assertOnly("place", "newer");
    }

    @Test
    void aCleanUpThatFailsIsNoFailure() throws IOException {
        replace("place", "one");
        FailingFileSystem.failOn(step -> step.startsWith("delete"));
        try (Replacement place = replacement("place")) {
            FailingFileSystem.failOnNothing();
            write(place, "two");
            FailingFileSystem.failOn(step -> step.startsWith("delete"));
            place.moveIn();
            place.discardPrevious();
        }
        FailingFileSystem.failOnNothing();
        replace("place", "three");
        assertOnly("place", "three");
    }

    /** Neither the new content nor the old one could be moved: the next save puts the old one back. */
    @Test
    void oldContentThatCannotBeMovedBackIsRecovered() throws IOException {
        replace("place", "old");
        FailingFileSystem.failOn(step -> step.matches("rename .* .*/place"));
        assertThatThrownBy(() -> replace("place", "new")).hasMessageContaining("Made to fail");
        FailingFileSystem.failOnNothing();
        assertThat(disk().resolve("place")).doesNotExist();
        try (Replacement place = replacement("place")) {
            place.recover();
        }
        assertThat(disk().resolve("place/part")).hasContent("old");
        replace("place", "newer");
        assertOnly("place", "newer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-05-01T12:30:00",
                "a:b",
                ":",
                "a b",
                "50%",
                "%41",
                "#1",
                "what?",
                "ä€𝄞",
                "[1]",
                "{a}",
                "*",
                "a\\b",
                ".x",
                "_x",
                "..x",
                "'",
                "\"",
                "$HOME",
                "+",
                "&",
                ";",
                "~"
            })
    void anyNameIsReplaced(String name) throws IOException {
        for (String content : List.of("one", "two")) {
            replace(name, content);
            assertOnly(name, content);
        }
        try (Replacement file = replacement(name + "f")) {
            file.write(new byte[] {1});
            file.moveIn();
            file.discardPrevious();
        }
        assertThat(SavedFolders.names(disk())).containsExactlyInAnyOrder(name, name + "f");
    }

    @Test
    void theLongestNameIsReplaced() throws IOException {
        String name = "n".repeat(255);
        replace(name, "one");
        replace(name, "two");
        assertOnly(name, "two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"versions/one", "link", "dangling"})
    void aSymbolicLinkStaysAndLeadsToTheNewContent(String target) throws IOException {
        Path other = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createDirectories(other.resolve("versions/one"));
        Files.createSymbolicLink(other.resolve("link"), Path.of("versions/one"));
        Files.createSymbolicLink(other.resolve("dangling"), Path.of("versions/two"));
        Path place = Files.createDirectories(disk()).resolve("place");
        Files.createSymbolicLink(place, other.resolve(target));
        replace("place", "one");
        replace("place", "two");
        assertThat(place).isSymbolicLink();
        assertThat(place.resolve("part")).hasContent("two");
        assertThat(SavedFolders.names(other.resolve("versions"))).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void aLoopOfLinksIsRefused() throws IOException {
        Path place = Files.createDirectories(disk()).resolve("place");
        Files.createSymbolicLink(place, place);
        assertThatThrownBy(() -> replace("place", "one")).isInstanceOf(IOException.class);
    }

    /** Nothing beside the place may be written: as the policy of a store that grants one prefix. */
    private static boolean isBeside(String step) {
        return step.matches("(create|mkdirs|delete) [^ ]*/\\.place\\.[^/]*(/.*)?");
    }

    @Test
    void whereNothingMayBeBesideTheContentIsExchangedInside() throws IOException {
        FailingFileSystem.denyOn(LeftoversTest::isBeside);
        for (String content : List.of("one", "two")) {
            replace("place", content);
            assertOnly("place", content);
            assertThat(SavedFolders.names(disk().resolve("place"))).containsExactly("part");
        }
        FailingFileSystem.denyOn(step -> isBeside(step) || step.matches("rename .*/\\.draft-.*"));
        assertThatThrownBy(() -> replace("place", "three")).isInstanceOf(IOException.class);
        assertOnly("place", "two");
        assertThat(SavedFolders.names(disk().resolve("place"))).containsExactly("part");
    }

    /** An empty folder would be a stage that exists: the next save would be refused without overwrite. */
    @Test
    void whereNothingMayBeBesideAFirstSaveThatFailsLeavesNoFolder() throws IOException {
        FailingFileSystem.denyOn(LeftoversTest::isBeside);
        try (Replacement place = replacement("place")) {
            write(place, "one");
        }
        assertThat(SavedFolders.names(disk())).isEmpty();
        FailingFileSystem.denyOn(step -> isBeside(step) || step.matches("rename .*/\\.draft-.*"));
        assertThatThrownBy(() -> replace("place", "one")).isInstanceOf(IOException.class);
        assertThat(SavedFolders.names(disk())).isEmpty();
    }

    @Test
    void whereNothingMayBeBesideAFileIsWrittenAtOnce() throws IOException {
        FailingFileSystem.denyOn(LeftoversTest::isBeside);
        for (byte content = 0; content < 2; content++) {
            try (Replacement file = replacement("place")) {
                file.write(new byte[] {content});
                file.moveIn();
                file.discardPrevious();
            }
            assertThat(disk().resolve("place")).hasBinaryContent(new byte[] {content});
            assertThat(SavedFolders.names(disk())).containsExactly("place");
        }
    }

    /** A file that is written in place is lost when the disk is full. */
    @Test
    void aPathThatSoundsLikeADenialIsNoReasonToWriteInPlace() throws IOException {
        for (String name : List.of("403", "Forbidden")) {
            Path old = Files.createDirectories(disk()).resolve(name);
            Files.writeString(old, "old");
            FailingFileSystem.failOn(step -> step.startsWith("create "));
            try (Replacement file = replacement(name)) {
                assertThatThrownBy(() -> file.write(new byte[] {1})).hasMessageContaining("Made to fail");
                assertThat(file.isInPlace()).isFalse();
            }
            FailingFileSystem.failOnNothing();
            assertThat(old).hasContent("old");
        }
    }

    @Test
    void anotherFailureIsNoReasonToWriteInPlace() throws IOException {
        replace("place", "old");
        FailingFileSystem.failOn(LeftoversTest::isBeside);
        assertThatThrownBy(() -> replace("place", "new")).hasMessageContaining("Made to fail");
        FailingFileSystem.failOnNothing();
        assertOnly("place", "old");
    }
}
