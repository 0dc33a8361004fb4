package org.focalspark.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Swaps sibling paths by renaming: atomic if the file system renames atomically. */
final class SiblingSwap implements Swap {
    private final FileSystem files;
    private final Path target;
    private final Path draft;
    private final Path previous;
    private boolean moved;
    private boolean lost;

    SiblingSwap(FileSystem files, Path target, Path draft, Path previous) {
        this.files = files;
        this.target = target;
        this.draft = draft;
        this.previous = previous;
    }

    static void rename(FileSystem files, Path from, Path to) throws IOException {
        if (!files.rename(from, to)) {
            throw new IOException("Cannot rename " + from + " to " + to + ".");
        }
    }

    @Override
    public Path draft() {
        return draft;
    }

    @Override
    public void moveIn() throws IOException {
        if (files.exists(target)) {
            rename(files, target, previous);
        }
        LocalFiles.deleteChecksum(files, target);
        // Some file systems would move the draft into an existing folder.
        if (files.exists(target)) {
            throw new IOException(target + " was written by somebody else at the same time.");
        }
        moved = true;
        rename(files, draft, target);
    }

    @Override
    public void moveBack() throws IOException {
        if (!files.exists(previous)) {
            if (moved) {
                files.delete(target, true); // may be incomplete if renaming copies
                moved = false;
            }
            return;
        }
        lost = true;
        if (moved) {
            files.delete(target, true);
            moved = false;
        }
        if (files.exists(target)) {
            files.delete(previous, true); // a concurrent writer's content is newer
        } else {
            rename(files, previous, target);
        }
        lost = false;
    }

    @Override
    public void discardPrevious() throws IOException {
        files.delete(previous, true);
    }

    /** Keeps the draft while the old content has its other name: the draft marks that content as valid. */
    @Override
    public void discardDraft() throws IOException {
        if (!lost) {
            files.delete(draft, true);
        }
    }
}
