package org.focalspark.app;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.text.FailureMessage;
import org.focalspark.storage.Replacement;
import org.jspecify.annotations.Nullable;

/** Destination of a result on any Hadoop file system. */
final class OutputPath {
    private final String name;
    private final FileSystem files;
    private final Path target;
    private @Nullable Replacement replacement;

    private OutputPath(String name, FileSystem files, Path target) {
        this.name = name;
        this.files = files;
        this.target = target;
    }

    /**
     * Creates a destination. Nothing is written yet.
     *
     * @param name path as the user wrote it
     */
    static OutputPath of(String name, Configuration hadoop) {
        try {
            Path path = new Path(name);
            FileSystem files = path.getFileSystem(hadoop);
            return new OutputPath(name, files, files.makeQualified(path));
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidJobException("'" + name + "' cannot be reached: " + FailureMessage.firstLine(e), e);
        }
    }

    boolean exists() throws IOException {
        return files.exists(target);
    }

    boolean isFolder() throws IOException {
        return exists() && files.getFileStatus(target).isDirectory();
    }

    /** Returns whether the path is a folder that Spark ML wrote. */
    boolean isSavedModel() throws IOException {
        return files.exists(new Path(target, "metadata"));
    }

    /** Returns whether another path is this path or inside it. */
    boolean covers(OutputPath other) {
        return (other.target + "/").startsWith(target + "/");
    }

    /**
     * Checks that the destination is writable, without writing.
     *
     * @throws InvalidJobException if the nearest existing parent is not a writable folder
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
            throw new InvalidJobException("Output '" + name + "' is not writable: " + FailureMessage.firstLine(e), e);
        }
    }

    /** Returns the replacement of the path, created on first use, since paths that are only read do not need it. */
    Replacement replacement() throws IOException {
        if (replacement == null) {
            replacement = new Replacement(files, target);
        }
        return replacement;
    }

    @Override
    public String toString() {
        return name;
    }
}
