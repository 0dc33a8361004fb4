package org.focalspark.app;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;

/** A place for a result, on any file system of Hadoop, that has the old content or the new one and never half of it. */
final class OutputPath {
    private final String name;
    private final FileSystem files;
    private final Path target;
    private final Path draft;
    private final Path previous;
    private boolean moved;

    private OutputPath(String name, FileSystem files, Path target) {
        this.name = name;
        this.files = files;
        this.target = target;
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        this.draft = new Path(target.getParent(), target.getName() + ".draft-" + suffix);
        this.previous = new Path(target.getParent(), target.getName() + ".previous-" + suffix);
    }

    /**
     * Names a place; nothing is written yet.
     *
     * @param name path as the user wrote it
     */
    static OutputPath of(String name, Configuration hadoop) {
        try {
            Path path = new Path(name);
            FileSystem files = path.getFileSystem(hadoop);
            return new OutputPath(name, files, files.makeQualified(path));
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidJobException("'" + name + "' cannot be reached: " + FailureReport.firstLine(e), e);
        }
    }

    boolean exists() throws IOException {
        return files.exists(target);
    }

    boolean isFolder() throws IOException {
        return exists() && files.getFileStatus(target).isDirectory();
    }

    /** Whether this is a folder that MLlib wrote. */
    boolean isSavedModel() throws IOException {
        return files.exists(new Path(target, "metadata"));
    }

    /** Whether a path is this one or inside it. */
    boolean covers(OutputPath other) {
        return (other.target + "/").startsWith(target + "/");
    }

    /**
     * Checks what can be checked without writing.
     *
     * @throws InvalidJobException if the folder that is or will hold the place is not ours to write to
     */
    void checkWritable() throws IOException {
        Path folder = target.getParent();
        while (folder != null && !files.exists(folder)) {
            folder = folder.getParent();
        }
        try {
            if (folder == null || !files.getFileStatus(folder).isDirectory()) {
                throw new InvalidJobException("Output '" + name + "' is not in a folder.");
            }
            files.access(folder, FsAction.WRITE);
        } catch (AccessControlException e) {
            throw new InvalidJobException("Output '" + name + "' is not writable: " + FailureReport.firstLine(e), e);
        }
    }

    /** Where to write. Removed when the JVM ends, should {@link #discardDraft()} never be reached. */
    Path draft() throws IOException {
        files.deleteOnExit(draft);
        return draft;
    }

    FileSystem files() {
        return files;
    }

    /** Moves the draft to its place, and aside what was there. */
    void moveIn() throws IOException {
        if (exists()) {
            rename(target, previous);
        }
        rename(draft, target);
        moved = true;
        files.cancelDeleteOnExit(draft);
    }

    /** Puts back what was there, or nothing. */
    void moveBack() throws IOException {
        if (moved) {
            files.delete(target, true);
        }
        if (files.exists(previous)) {
            rename(previous, target);
        }
    }

    void discardPrevious() throws IOException {
        files.delete(previous, true);
    }

    void discardDraft() throws IOException {
        files.delete(draft, true);
    }

    private void rename(Path from, Path to) throws IOException {
        if (!files.rename(from, to)) {
            throw new IOException("Cannot rename " + from + " to " + to + ".");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
