package org.focalspark.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Replaces the content of a folder child by child if the user may not write beside it. A failure is undone. A JVM that
 * is killed during the swap leaves a mixture of both contents, with the rest in hidden subfolders.
 */
final class InsideSwap implements Swap {
    private final FileSystem files;
    private final Path target;
    private final Path draft;
    private final Path previous;
    private final boolean isNew;
    private final List<Path> movedIn = new ArrayList<>();

    InsideSwap(FileSystem files, Path target, String token) throws IOException {
        this.files = files;
        this.target = target;
        this.draft = Names.child(target, ".draft-" + token);
        this.previous = Names.child(target, ".previous-" + token);
        this.isNew = !files.exists(target);
    }

    @Override
    public Path draft() {
        return draft;
    }

    @Override
    public void moveIn() throws IOException {
        files.mkdirs(previous);
        moveChildren(target, previous);
        for (FileStatus child : files.listStatus(draft)) {
            Path place = Names.child(target, child.getPath().getName());
            movedIn.add(place);
            SiblingSwap.rename(files, child.getPath(), place);
        }
        files.delete(draft, true);
    }

    @Override
    public void moveBack() throws IOException {
        for (Path place : movedIn) {
            files.delete(place, true);
        }
        movedIn.clear();
        if (files.exists(previous)) {
            moveChildren(previous, target);
            files.delete(previous, true);
        }
    }

    @Override
    public void discardPrevious() throws IOException {
        files.delete(previous, true);
    }

    @Override
    public void discardDraft() throws IOException {
        files.delete(draft, true);
        if (isNew && files.exists(target) && files.listStatus(target).length == 0) {
            files.delete(target, false); // or the next save would find a folder, and ask for overwrite
        }
    }

    private void moveChildren(Path from, Path to) throws IOException {
        for (FileStatus child : files.listStatus(from)) {
            String name = child.getPath().getName();
            if (!name.equals(draft.getName()) && !name.equals(previous.getName())) {
                SiblingSwap.rename(files, child.getPath(), Names.child(to, name));
            }
        }
    }
}
