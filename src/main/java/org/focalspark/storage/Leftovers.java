package org.focalspark.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leftovers of saves beside their destination: drafts and previous contents. */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final FileSystem files;
    private final Path folder;
    private final String stem;
    private final Pattern pattern;

    /**
     * Creates the leftovers of a destination.
     *
     * @param target path with a parent
     */
    Leftovers(FileSystem files, Path target) {
        this.files = files;
        this.folder = target.getParent();
        this.stem = "." + Names.plain(target.getName());
        this.pattern = Pattern.compile(Pattern.quote(stem) + "\\.(draft|previous)-(.*)");
    }

    private record Leftover(Path path, boolean isDraft, String token, Instant changed) {
        /**
         * Checks all leftovers of the same save: a rename keeps the times of the old content, but the draft has the
         * time of the save.
         */
        boolean isAbandoned(List<Leftover> all) {
            return all.stream()
                    .filter(other -> other.token().equals(token))
                    .allMatch(other -> DraftOwner.isGone(token, other.changed()));
        }
    }

    Path draft(String token) {
        return Names.child(folder, stem + ".draft-" + token);
    }

    Path previous(String token) {
        return Names.child(folder, stem + ".previous-" + token);
    }

    /**
     * Returns the newest previous content of a save that stopped between its two renames: its draft still exists.
     *
     * @param abandoned whether to consider only saves that have ended
     */
    Optional<Path> interrupted(boolean abandoned) {
        List<Leftover> all = all();
        return all.stream()
                .filter(old -> !old.isDraft()
                        && all.stream()
                                .anyMatch(other ->
                                        other.isDraft() && other.token().equals(old.token())))
                .filter(old -> !abandoned || old.isAbandoned(all))
                .max(Comparator.comparing(Leftover::changed))
                .map(Leftover::path);
    }

    /** Deletes abandoned leftovers. A failure is only logged as a warning. */
    void clean() {
        List<Leftover> all = all();
        for (Leftover leftover : all) {
            if (leftover.isAbandoned(all)) {
                try {
                    files.delete(leftover.path(), true);
                    LOG.info("{}, which a save had left behind, is deleted.", leftover.path());
                } catch (IOException | RuntimeException e) {
                    LOG.warn("{} is obsolete but cannot be deleted: {}", leftover.path(), e.toString());
                }
            }
        }
    }

    /** Returns an empty list if the folder may not be listed. */
    private List<Leftover> all() {
        List<Leftover> found = new ArrayList<>();
        try {
            for (FileStatus status : files.exists(folder) ? files.listStatus(folder) : new FileStatus[0]) {
                Matcher name = pattern.matcher(status.getPath().getName());
                if (name.matches()) {
                    boolean isDraft = name.group(1).equals("draft");
                    changed(status)
                            .ifPresent(changed ->
                                    found.add(new Leftover(status.getPath(), isDraft, name.group(2), changed)));
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} cannot be searched for drafts", folder, e);
        }
        return found;
    }

    /**
     * Time of the last change. Empty if another save has moved or deleted the leftover meanwhile, which does not affect
     * the others.
     */
    private Optional<Instant> changed(FileStatus status) throws IOException {
        long newest = status.getModificationTime();
        try {
            if (status.isDirectory()) {
                RemoteIterator<LocatedFileStatus> inside = files.listFiles(status.getPath(), true);
                while (inside.hasNext()) {
                    newest = Math.max(newest, inside.next().getModificationTime());
                }
            }
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochMilli(newest));
    }
}
