package org.focalspark.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file or folder on any file system of Hadoop that is written as a hidden draft beside its place and renamed into it, so
 * that whatever fails, the place has its old content or the new one. Not thread-safe.
 *
 * <p>Between the two renames of {@link #moveIn()} there is nothing in the place. A JVM that is killed just then leaves the
 * old content beside it, under a name that begins with a dot and has {@code .previous-} in it: {@link #recover()} of the
 * next save puts it back. What else a killed save has left is deleted by the next one that succeeds.
 *
 * <p>Where nothing may be written beside the place, the draft of a folder is written inside it, and a file is written to its
 * place at once: {@link #isInPlace()}. A symbolic link on a local disk stays, and what it leads to is replaced.
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
     * Names a place; nothing is written yet.
     *
     * @param files file system of the place
     * @param target qualified path with a parent, which need not exist
     * @throws IOException if the place is a symbolic link that leads nowhere
     */
    public Replacement(FileSystem files, Path target) throws IOException {
        this.files = LocalFiles.raw(files);
        this.target = LocalFiles.resolve(this.files, target);
        this.leftovers = new Leftovers(this.files, this.target);
        this.swap = new SiblingSwap(this.files, this.target, leftovers.draft(token), leftovers.previous(token));
    }

    /**
     * Where a save that was killed, or one that is under way, has put the old content of a place, in which there is nothing or
     * half of it.
     *
     * @param files file system of the place
     * @param target qualified path
     * @return path beside the place, if there is one
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
     * Puts back what was in the place before a save that was killed between its two renames.
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
            LOG.warn("A save was killed before it had replaced {}. What was there before is there again.", target);
        }
    }

    /**
     * Where to write a folder: a path that does not exist. Should the JVM end before {@link #close()}, the next save to the same
     * place deletes it.
     *
     * @return path beside the place, or inside it
     * @throws IOException if the file system fails
     */
    public Path draft() throws IOException {
        if (!probed) {
            probed = true;
            probe();
        }
        return swap.draft();
    }

    /** A store may grant one prefix and nothing beside it. */
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
                "Nothing may be written beside {}, so that it is replaced in place: if that is interrupted, neither the old"
                        + " content nor the new one may be there. Allow writing to {} to have it replaced as a whole.",
                target,
                target.getParent());
    }

    /**
     * Writes the draft of a file; it is in its place after {@link #moveIn()}.
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
     * Whether nothing could be written beside the place, so that its content is not exchanged at once.
     *
     * @return known once something was written, or asked where to
     */
    public boolean isInPlace() {
        return !(swap instanceof SiblingSwap);
    }

    /**
     * Moves the draft to its place, and aside what was there.
     *
     * @throws IOException if that fails; what was there is there again
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
     * Undoes {@link #moveIn()}: puts back what was there, or nothing. A file that was written in place stays.
     *
     * @throws IOException if that fails; it names the path that holds what was there
     */
    public void moveBack() throws IOException {
        swap.moveBack();
    }

    /**
     * Deletes what was there before, and what killed saves have left. The new content is in its place, so that a failure is no
     * more than a warning.
     */
    public void discardPrevious() {
        try {
            swap.discardPrevious();
        } catch (IOException | RuntimeException e) {
            warnOfWaste("What was there before", e);
        }
        leftovers.clean();
    }

    /** Deletes the draft if it was not moved. A failure is no more than a warning: nothing that counts is lost by it. */
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
                "{} beside {} is of no use any more. It cannot be deleted: {}. The next save does that.",
                what,
                target,
                failure.toString());
    }
}
