package org.focalspark.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a file to its place at once, where nothing may be written beside it: stores of objects do that as a whole. */
final class DirectWrite implements Swap {
    private final FileSystem files;
    private final Path target;
    private final Writing writing;

    /** What writes the file. */
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

    /** What was there is overwritten. */
    @Override
    public void moveBack() {}

    @Override
    public void discardPrevious() {}

    @Override
    public void discardDraft() {}
}
