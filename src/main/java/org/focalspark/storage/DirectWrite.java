package org.focalspark.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a file directly to its destination if the user may not write beside it. Object stores write a file atomically.
 */
final class DirectWrite implements Swap {
    private final FileSystem files;
    private final Path target;
    private final Writing writing;

    /** Writes the content of the file. */
    interface Writing {
        void run() throws IOException;
    }

    DirectWrite(FileSystem files, Path target, Writing writing) {
        this.files = files;
        this.target = target;
        this.writing = writing;
    }

    @Override
    public Path draft() {
        return target;
    }

    @Override
    public void moveIn() throws IOException {
        LocalFiles.deleteChecksum(files, target);
        writing.run();
    }

    /** Overwrites the old file. */
    @Override
    public void moveBack() {}

    @Override
    public void discardPrevious() {}

    @Override
    public void discardDraft() {}
}
