package org.focalspark.storage;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Special cases of the local file system. */
final class LocalFiles {
    private static final int MAX_LINKS = 40;

    private LocalFiles() {}

    /**
     * Returns the file system without Hadoop's checksum files, which must be renamed together with their files and
     * cannot have a colon in their names.
     */
    static FileSystem raw(FileSystem files) {
        return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
    }

    /** Resolves a symbolic link, so that the link stays and its target is replaced. */
    static Path resolve(FileSystem files, Path target) throws IOException {
        if (!(files instanceof RawLocalFileSystem local)) {
            return target;
        }
        java.nio.file.Path first = local.pathToFile(target).toPath();
        java.nio.file.Path path = first;
        for (int i = 0; Files.isSymbolicLink(path); i++) {
            if (i == MAX_LINKS) {
                throw new FileSystemLoopException(target.toString());
            }
            path = absolute(path.resolveSibling(Files.readSymbolicLink(path)));
        }
        return path.equals(first)
                ? target
                : new Path(target.toUri().getScheme(), target.toUri().getAuthority(), path.toString());
    }

    private static java.nio.file.Path absolute(java.nio.file.Path path) throws IOException {
        java.nio.file.Path folder = path.toAbsolutePath().getParent();
        return folder == null ? path : folder.toRealPath().resolve(path.getFileName());
    }

    /** Deletes the Hadoop checksum file of another writer, which belongs to the old content. */
    static void deleteChecksum(FileSystem files, Path file) throws IOException {
        if (files instanceof RawLocalFileSystem) {
            Path checksum = Names.child(file.getParent(), "." + file.getName() + ".crc");
            if (files.exists(checksum)) {
                files.delete(checksum, false);
            }
        }
    }
}
