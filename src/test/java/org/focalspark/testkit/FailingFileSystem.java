package org.focalspark.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;

/** The local file system under the scheme {@code failing}, where steps can be made to fail. */
public final class FailingFileSystem extends RawLocalFileSystem {
    /** Setting of Hadoop that makes this class known. */
    public static final String SETTING = "fs.failing.impl";

    private static final AtomicReference<Predicate<String>> FAILS = new AtomicReference<>(step -> false);
    private static final AtomicReference<Predicate<String>> DENIES = new AtomicReference<>(step -> false);

    /**
     * Lets steps fail: {@code create path}, {@code mkdirs path}, {@code rename from to} and {@code delete path}. Asked before
     * each of them, so that it may look at the disk, or end the JVM.
     */
    public static void failOn(Predicate<String> step) {
        FAILS.set(step);
    }

    /** Refuses steps as a store does that grants no right to them. */
    public static void denyOn(Predicate<String> step) {
        DENIES.set(step);
    }

    /** Lets nothing fail. */
    public static void failOnNothing() {
        FAILS.set(step -> false);
        DENIES.set(step -> false);
    }

    @Override
    public URI getUri() {
        return URI.create("failing:///");
    }

    @Override
    public String getScheme() {
        return "failing";
    }

    /** Without permissions, which Hadoop 3.3 would ask for by a URI of the scheme file. */
    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        FileStatus status = super.getFileStatus(path);
        return new FileStatus(
                status.getLen(),
                status.isDirectory(),
                status.getReplication(),
                status.getBlockSize(),
                status.getModificationTime(),
                status.getPath());
    }

    @Override
    protected OutputStream createOutputStreamWithMode(Path path, boolean append, FsPermission permission)
            throws IOException {
        check("create " + path);
        return super.createOutputStreamWithMode(path, append, permission);
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        check("mkdirs " + path);
        return super.mkdirs(path);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        check("rename " + from + " " + to);
        return super.rename(from, to);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        check("delete " + path);
        return super.delete(path, recursive);
    }

    private static void check(String step) throws IOException {
        if (DENIES.get().test(step)) {
            throw new AccessControlException("403 Forbidden: " + step);
        }
        if (FAILS.get().test(step)) {
            throw new IOException("Made to fail: " + step);
        }
    }
}
