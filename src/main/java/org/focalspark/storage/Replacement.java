package org.focalspark.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replacement of a file or folder on any Hadoop file system. The new content is written as a hidden draft beside the
 * destination and then renamed, so that after any failure the destination has the old or the new content. Not
 * thread-safe.
 *
 * <p>Between the two renames of {@link #moveIn()} the destination does not exist. A JVM that is killed at that moment
 * leaves the old content beside it, under a name that begins with a dot and contains {@code .previous-}; {@link
 * #recover()} of the next save restores it. The next successful save deletes other leftovers of a killed save.
 *
 * <p>If the user may not write beside the destination, the draft of a folder is written inside it, and a file is
 * written directly: {@link #isInPlace()}. A symbolic link on a local disk stays, and its target is replaced.
 */
public final class Replacement implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);

    private final FileSystem files;
    private final Path target;
    private final Leftovers leftovers;
    private final String token = DraftOwner.open();
    private Swap swap;
    private boolean probed;
    private byte[] direct = {};

    /**
     * Creates the replacement of a destination; nothing is written yet.
     *
     * @param files file system of the destination
     * @param target qualified path with a parent, which need not exist
     * @throws IOException if the destination is a dangling symbolic link
     */
    public Replacement(FileSystem files, Path target) throws IOException {
        this.files = LocalFiles.raw(files);
        this.target = LocalFiles.resolve(this.files, target);
        this.leftovers = new Leftovers(this.files, this.target);
        this.swap = new SiblingSwap(this.files, this.target, leftovers.draft(token), leftovers.previous(token));
    }

    /**
     * Returns the path of the old content if an interrupted or running save has moved it, so that the destination is
     * missing or incomplete.
     *
     * @param files file system of the destination
     * @param target qualified path
     * @return path beside the destination, if there is one
     */
    public static Optional<Path> interrupted(FileSystem files, Path target) {
        if (target.getParent() == null) {
            return Optional.empty();
        }
        try {
            FileSystem raw = LocalFiles.raw(files);
            return new Leftovers(raw, LocalFiles.resolve(raw, target)).interrupted(false);
        } catch (IOException e) {
            LOG.debug("{} cannot be resolved", target, e);
            return Optional.empty();
        }
    }

    /**
     * Restores the old content if a save was killed between its two renames.
     *
     * @throws IOException if the file system fails
     */
    public void recover() throws IOException {
        if (files.exists(target)) {
            return;
        }
        Optional<Path> old = leftovers.interrupted(true);
        if (old.isPresent()) {
            SiblingSwap.rename(files, old.get(), target);
            LOG.warn("A save was killed before it had replaced {}. The old content is restored.", target);
        }
    }

    /**
     * Returns a path for the draft of a folder, which does not exist yet. If the JVM ends before {@link #close()}, the
     * next save to the same destination deletes the draft.
     *
     * @return path beside the destination or inside it
     * @throws IOException if the file system fails
     */
    public Path draft() throws IOException {
        if (!probed) {
            probed = true;
            probe();
        }
        return swap.draft();
    }

    /** A store may grant write access to one prefix only. */
    private void probe() throws IOException {
        try {
            if (files.mkdirs(swap.draft())) {
                files.delete(swap.draft(), true);
                return;
            }
        } catch (IOException e) {
            if (!Denial.isIn(e)) {
                throw e;
            }
            LOG.debug("{} cannot be made", swap.draft(), e);
        }
        warnInPlace();
        swap = new InsideSwap(files, target, token);
    }

    private void warnInPlace() {
        LOG.warn(
                "Nothing may be written beside {}, so it is replaced in place. If that is interrupted, neither the old"
                        + " content nor the new one may be complete. Allow writing to {} to have it replaced as a whole.",
                target,
                target.getParent());
    }

    /**
     * Writes the draft of a file; {@link #moveIn()} moves it to the destination.
     *
     * @param content of the file
     * @throws IOException if the file system fails
     */
    public void write(byte[] content) throws IOException {
        Path draft = swap.draft();
        try {
            create(draft, content);
        } catch (IOException e) {
            if (!Denial.isIn(e)) {
                throw e;
            }
            warnInPlace();
            direct = content;
            swap = new DirectWrite(files, target, () -> create(target, direct));
        }
    }

    private void create(Path path, byte[] content) throws IOException {
        try (OutputStream stream = files.create(path)) {
            stream.write(content);
        }
    }

    /**
     * Returns whether the user may not write beside the destination, so that the content is not replaced atomically.
     *
     * @return true only after something was written or a draft path was requested
     */
    public boolean isInPlace() {
        return !(swap instanceof SiblingSwap);
    }

    /**
     * Moves the old content aside and the draft to its destination.
     *
     * @throws IOException if that fails; the old content is restored
     */
    public void moveIn() throws IOException {
        try {
            swap.moveIn();
        } catch (IOException | RuntimeException e) {
            try {
                moveBack();
            } catch (IOException | RuntimeException lost) {
                e.addSuppressed(lost);
            }
            throw e;
        }
    }

    /**
     * Undoes {@link #moveIn()}: restores the old content, if there was any. A file that was written directly stays.
     *
     * @throws IOException if that fails; the message names the path of the old content
     */
    public void moveBack() throws IOException {
        swap.moveBack();
    }

    /**
     * Deletes the old content and leftovers of killed saves. The new content is already in its destination, so a
     * failure is only logged as a warning.
     */
    public void discardPrevious() {
        try {
            swap.discardPrevious();
        } catch (IOException | RuntimeException e) {
            warnOfWaste("The old content", e);
        }
        leftovers.clean();
    }

    /** Deletes the draft if it was not moved. A failure is only logged as a warning. */
    @Override
    public void close() {
        try {
            swap.discardDraft();
        } catch (IOException | RuntimeException e) {
            warnOfWaste("The draft", e);
        }
        DraftOwner.close(token);
    }

    private void warnOfWaste(String what, Exception failure) {
        LOG.warn(
                "{} beside {} is obsolete but cannot be deleted: {}. The next save deletes it.",
                what,
                target,
                failure.toString());
    }
}
