package org.focalspark.saving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.focalspark.compat.LocalSaving;
import org.focalspark.compat.ModelMetadata;
import org.focalspark.storage.Checksums;
import org.focalspark.storage.Replacement;
import org.focalspark.storage.SessionSettings;
import org.focalspark.storage.SmallFile;
import scala.NotImplementedError;

/** Folder of a saved stage, on the file system that Spark uses for its path. */
public final class ModelFolder {
    private static final int REASON_LENGTH = 300;
    private static final int MAX_STAGES = 100_000;
    private static final int MAX_DEPTH = 50;

    private final String name;
    private final FileSystem files;
    private final Path path;

    private ModelFolder(String name, FileSystem files, Path path) {
        this.name = name;
        this.files = files;
        this.path = path;
    }

    /**
     * Returns the folder of a path. The folder need not exist.
     *
     * @param path path as the user wrote it
     * @param spark session whose Hadoop settings apply
     * @return folder
     * @throws IllegalArgumentException if the path is invalid or its file system cannot be reached
     */
    public static ModelFolder of(String path, SparkSession spark) {
        try {
            Path folder = new Path(path);
            Configuration hadoop = SessionSettings.of(spark);
            FileSystem files = LocalSaving.isOn() ? FileSystem.getLocal(hadoop) : folder.getFileSystem(hadoop);
            return new ModelFolder(path, files, files.makeQualified(folder));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    String.format("'%s' cannot be reached: %s. Check the path.", path, reason(e)), e);
        }
    }

    /**
     * Returns a replacement of the folder, which writes beside it.
     *
     * @throws IOException if the folder is the root of its file system
     */
    Replacement replacement() throws IOException {
        if (path.getParent() == null) {
            throw new IOException("'" + name + "' is the root of a file system. Save to a folder inside it.");
        }
        return new Replacement(files, path);
    }

    /** Returns a path in the form of Spark's writers and readers. */
    static String text(Path path) {
        return (LocalSaving.isOn() ? Path.getPathWithoutSchemeAndAuthority(path) : path).toString();
    }

    /**
     * Reads a part of the stage. All failures become messages about the folder.
     *
     * @param <T> type of the result
     * @param part path of the part inside the folder; empty for the folder itself
     * @param reading reads the part; its argument is the path of this folder, escaped for Spark's readers
     * @return result of reading
     * @throws IllegalArgumentException if the part is missing or cannot be read; the message says which and why
     */
    @SuppressWarnings("CatchingUnchecked") // Scala's methods throw checked exceptions without a word
    public <T> T read(String part, Function<String, T> reading) {
        try {
            requireExists(part);
            return reading.apply(escaped());
        } catch (RefusedException e) {
            throw e;
        } catch (Exception | LinkageError | NotImplementedError e) {
            throw new IllegalArgumentException(
                    String.format(
                            "'%s' cannot be read: %s. If the files are damaged, restore them or save the model again.%s",
                            nameOf(part), reason(e), leftBeside()),
                    e);
        }
    }

    /**
     * Reads the metadata of the stage, including its class.
     *
     * @return metadata
     * @throws IllegalArgumentException if metadata are missing or unreadable
     */
    public ModelMetadata metadata() {
        return read(ModelMetadata.FOLDER, escaped -> ModelMetadata.parse(text(ModelMetadata.FOLDER)));
    }

    /** Reads a text file of the stage. */
    private String text(String part) {
        try {
            return SmallFile.readPart(files, new Path(path, part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the folder of an inner stage. It need not exist.
     *
     * @param part path inside this folder
     * @return folder
     */
    public ModelFolder inner(String part) {
        return new ModelFolder(nameOf(part), files, new Path(path, part));
    }

    /**
     * Finds all inner stages at any depth by their metadata.
     *
     * @return folders of the inner stages
     * @throws UncheckedIOException if the folder cannot be listed, or has too many stages or levels
     */
    public List<ModelFolder> inner() {
        List<ModelFolder> found = new ArrayList<>();
        try {
            collectInner(path, "", found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private void collectInner(Path folder, String prefix, List<ModelFolder> found) throws IOException {
        if (found.size() > MAX_STAGES || folder.depth() - path.depth() > MAX_DEPTH) {
            throw new IOException("it has more than " + MAX_STAGES + " stages inside, or " + MAX_DEPTH + " levels");
        }
        for (FileStatus child : files.listStatus(folder)) {
            String part = prefix + child.getPath().getName();
            if (child.isDirectory() && !child.getPath().getName().equals(ModelMetadata.FOLDER)) {
                if (files.exists(new Path(child.getPath(), ModelMetadata.FOLDER))) {
                    found.add(inner(part));
                }
                collectInner(child.getPath(), part + "/", found);
            }
        }
    }

    /** Writes the checksums of all files of the folder. */
    void seal() throws IOException {
        new Checksums(files, path).write();
    }

    /**
     * Compares the files with their saved checksums. A stage without checksums is accepted.
     *
     * @throws IllegalArgumentException if a file differs; the message names it
     */
    void verify() {
        Optional<Checksums.Damage> damage = read("", escaped -> {
            Checksums checksums = new Checksums(files, path);
            try {
                return checksums.exist() ? checksums.damage() : Optional.<Checksums.Damage>empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        if (damage.isPresent()) {
            throw new IllegalArgumentException(String.format(
                    "'%s' is not as it was saved: it %s. The files are damaged or were exchanged. Restore them or save the"
                            + " model again.%s",
                    nameOf(damage.get().part()), damage.get().problem(), leftBeside()));
        }
    }

    /** Returns a sentence about an interrupted save, or an empty text. */
    private String leftBeside() {
        return Replacement.interrupted(files, path)
                .map(old -> String.format(
                        " An interrupted or running save has moved the old content to '%s'. The next save to this path"
                                + " restores it first; or rename it yourself.",
                        old))
                .orElse("");
    }

    /** Returns the path as the user wrote it. */
    String name() {
        return name;
    }

    /**
     * Returns the path of a part, for messages.
     *
     * @param part path inside this folder; empty for the folder itself
     * @return path, in the notation of the user
     */
    public String nameOf(String part) {
        return part.isEmpty() ? name : name.replaceFirst("/+$", "") + "/" + part;
    }

    private void requireExists(String part) throws IOException {
        if (!files.exists(path)) {
            throw new RefusedException(String.format(
                    "'%s' does not exist. Load the folder that the model was saved to.%s", name, leftBeside()));
        }
        if (!part.isEmpty() && !files.exists(new Path(path, part))) {
            throw new RefusedException(String.format(
                    "'%s' holds no model: it has no '%s'. Load the folder that the model was saved to, or save it"
                            + " again.%s",
                    name, part, leftBeside()));
        }
    }

    /** Returns the path with escaped glob characters, since Spark reads a path as a glob pattern. */
    private String escaped() {
        String text = text(path);
        return LocalSaving.isOn() ? text : text.replaceAll("[{}\\[\\]*?\\\\]", "\\\\$0");
    }

    /**
     * Returns the first line of the innermost cause. The messages of outer causes are about Spark stages and query
     * plans.
     */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        boolean ours = cause instanceof IllegalArgumentException || cause.getClass() == IOException.class;
        String text = ours && cause.getMessage() != null ? cause.getMessage() : cause.toString();
        String line = text.lines().findFirst().orElse("").strip().replaceFirst("\\.$", "");
        return line.length() > REASON_LENGTH ? line.substring(0, REASON_LENGTH) + "..." : line;
    }

    /** Thrown with a complete message; callers must not wrap it. */
    public static final class RefusedException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        /**
         * Creates an exception.
         *
         * @param message complete message
         */
        public RefusedException(String message) {
            super(message);
        }
    }
}
