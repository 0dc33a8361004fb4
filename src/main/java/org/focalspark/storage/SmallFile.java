package org.focalspark.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Reads a text file as a whole if it fits into memory. */
public final class SmallFile {
    private static final long SHARE_OF_MEMORY = 8;

    private SmallFile() {}

    /**
     * Reads a part of a stage that Spark wrote as text: a file, or a folder with one file.
     *
     * @param files file system
     * @param part qualified path
     * @return content, decompressed
     * @throws IOException if it cannot be read, is too large, or is not one file
     */
    public static String readPart(FileSystem files, Path part) throws IOException {
        FileStatus status = files.getFileStatus(part);
        if (!status.isDirectory()) {
            return read(files, part);
        }
        List<Path> found = new ArrayList<>();
        for (FileStatus child : files.listStatus(part)) {
            if (!Checksums.isHidden(child.getPath().getName())) {
                found.add(child.getPath());
            }
        }
        if (found.size() != 1) {
            throw new IOException("it must have one file, but has " + found.size());
        }
        return read(files, found.get(0));
    }

    /**
     * Reads a file.
     *
     * @param files file system
     * @param file qualified path
     * @return content, decompressed
     * @throws IOException if it cannot be read or is too large
     */
    public static String read(FileSystem files, Path file) throws IOException {
        int limit = (int) Math.min(Integer.MAX_VALUE - 16L, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
        try (InputStream stream = open(files, file)) {
            byte[] content = stream.readNBytes(limit);
            if (stream.read() >= 0) {
                throw new IOException(
                        "it has more than " + limit + " bytes, an eighth of the memory of this JVM; give it more");
            }
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(FileSystem files, Path file) throws IOException {
        Configuration hadoop = files.getConf();
        CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file);
        return codec == null ? files.open(file) : codec.createInputStream(files.open(file));
    }
}
