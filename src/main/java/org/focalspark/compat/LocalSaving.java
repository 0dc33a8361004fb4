package org.focalspark.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Saving to local in Spark 4.1 and later: a stage is written to the disk of the driver without any job. Spark Connect
 * does this with models that it moves out of memory. Each part is then a file instead of a folder.
 */
public final class LocalSaving {
    private static final @Nullable ThreadLocal<?> STATE = state();

    private LocalSaving() {}

    /**
     * Whether this thread is saving to or loading from the local disk.
     *
     * @return false before Spark 4.1
     */
    public static boolean isOn() {
        return STATE != null && Boolean.TRUE.equals(STATE.get());
    }

    /**
     * Writes a part.
     *
     * @param folder existing folder of the stage
     * @param part name of the file
     * @param text content
     */
    public static void write(String folder, String part, String text) {
        try {
            Files.writeString(Path.of(folder, part), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a part.
     *
     * @param folder folder of the stage
     * @param part name of the file
     * @return content
     */
    public static String read(String folder, String part) {
        try {
            return Files.readString(Path.of(folder, part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By reflection, since Spark 3.5 and 4.0 have no such class. */
    private static @Nullable ThreadLocal<?> state() {
        try {
            return (ThreadLocal<?>) Class.forName("org.apache.spark.ml.util.ReadWriteUtils")
                    .getMethod("localSavingModeState")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
