package org.focalspark.storage;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file or folder on any file system of Hadoop that is written as a hidden draft beside its place and renamed into it, so
 * that whatever fails, the place has its old content or the new one. Not thread-safe.
 *
 * <p>Between the two renames of {@link #moveIn()} there is nothing in the place. A JVM that is killed just then leaves the
 * old content beside it, under a name that begins with a dot and ends in {@code .previous-} and eight digits.
 */
public final class Replacement implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);

    private final FileSystem files;
    private final Path target;
    private final Path draft;
    private final Path previous;
    private boolean moved;

    /**
     * Names a place; nothing is written yet.
     *
     * @param files file system of the place
     * @param target qualified path with a parent, which need not exist
     */
    public Replacement(FileSystem files, Path target) {
        this.files = files;
        this.target = target;
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        this.draft = new Path(target.getParent(), "." + target.getName() + ".draft-" + suffix);
        this.previous = new Path(target.getParent(), "." + target.getName() + ".previous-" + suffix);
    }

    /**
     * Where to write. Removed when the JVM ends, should {@link #close()} never be reached.
     *
     * @return path beside the place
     * @throws IOException if the file system fails
     */
    public Path draft() throws IOException {
        files.deleteOnExit(draft);
        return draft;
    }

    /**
     * Moves the draft to its place, and aside what was there.
     *
     * @throws IOException if that fails; what was there is there again
     */
    public void moveIn() throws IOException {
        if (files.exists(target)) {
            rename(target, previous);
        }
        try {
            // Some file systems would move the draft into a folder that is there.
            if (files.exists(target)) {
                throw new IOException(target + " was written by somebody else at the same time.");
            }
            moved = true;
            rename(draft, target);
        } catch (IOException | RuntimeException e) {
            try {
                moveBack();
            } catch (IOException lost) {
                e.addSuppressed(lost);
            }
            throw e;
        }
        files.cancelDeleteOnExit(draft);
    }

    /**
     * Undoes {@link #moveIn()}: puts back what was there, or nothing.
     *
     * @throws IOException if that fails; it names the path that holds what was there
     */
    public void moveBack() throws IOException {
        if (moved) {
            files.delete(target, true); // half of it, where renaming means copying
            moved = false;
        }
        if (files.exists(previous)) {
            rename(previous, target);
        }
    }

    /** Deletes what was there before. The new content is in its place, so that a failure is no more than a warning. */
    public void discardPrevious() {
        try {
            files.delete(previous, true);
        } catch (IOException e) {
            LOG.warn(
                    "{} is what {} was before and of no use any more. It cannot be deleted: {}",
                    previous,
                    target,
                    e.toString());
        }
    }

    /**
     * Deletes the draft if it was not moved.
     *
     * @throws IOException if the file system fails
     */
    @Override
    public void close() throws IOException {
        files.delete(draft, true);
        files.cancelDeleteOnExit(draft);
    }

    private void rename(Path from, Path to) throws IOException {
        if (!files.rename(from, to)) {
            throw new IOException("Cannot rename " + from + " to " + to + ".");
        }
    }
}
