package org.focalspark;

import java.io.IOException;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.focalspark.compat.LocalSaving;
import org.focalspark.storage.Replacement;
import scala.Tuple2;
import scala.collection.Iterator;

/** The folder of a saved model, on the file system where Spark looks for its path. */
final class ModelFolder {
    private static final int REASON_LENGTH = 300;

    private final String name;
    private final FileSystem files;
    private final Path path;

    private ModelFolder(String name, FileSystem files, Path path) {
        this.name = name;
        this.files = files;
        this.path = path;
    }

    /**
     * The folder of a path; whether it exists is not asked.
     *
     * @throws IllegalArgumentException if there is no such file system
     */
    static ModelFolder of(String path, SparkSession spark) {
        try {
            Path folder = new Path(path);
            Configuration hadoop = hadoop(spark);
            FileSystem files = LocalSaving.isOn() ? FileSystem.getLocal(hadoop) : folder.getFileSystem(hadoop);
            return new ModelFolder(path, files, files.makeQualified(folder));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    String.format("'%s' cannot be reached: %s. Check the path.", path, reason(e)), e);
        }
    }

    /** What Spark gives to its sources: a session may have settings of a file system of its own. */
    private static Configuration hadoop(SparkSession spark) {
        Configuration hadoop = new Configuration(spark.sparkContext().hadoopConfiguration());
        Iterator<Tuple2<String, String>> settings = spark.conf().getAll().iterator();
        while (settings.hasNext()) {
            Tuple2<String, String> setting = settings.next();
            if (setting._2() != null) {
                hadoop.set(setting._1(), setting._2());
            }
        }
        return hadoop;
    }

    /**
     * A place beside the folder to write to.
     *
     * @throws IOException if the folder is the root of its file system
     */
    Replacement replacement() throws IOException {
        if (path.getParent() == null) {
            throw new IOException("'" + name + "' is the root of a file system. Save to a folder inside it.");
        }
        return new Replacement(files, path);
    }

    /** A path as Spark's writers and readers take it. */
    static String text(Path path) {
        return (LocalSaving.isOn() ? Path.getPathWithoutSchemeAndAuthority(path) : path).toString();
    }

    /**
     * Reads a part of the model.
     *
     * @param part name of its folder
     * @param reading what reads it, given the path of the model
     * @throws IllegalArgumentException that says what is missing, or why it cannot be read
     */
    @SuppressWarnings("CatchingUnchecked") // Scala's methods throw checked exceptions without a word
    <T> T read(String part, Function<String, T> reading) {
        try {
            requireExists(part);
            return reading.apply(escaped());
        } catch (MissingPartException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    String.format(
                            "'%s' cannot be read: %s. If the files are damaged, restore them or save the model again.",
                            nameOf(part), reason(e)),
                    e);
        }
    }

    /** The path as the user wrote it. */
    String name() {
        return name;
    }

    /** A part as the user would write its path. */
    String nameOf(String part) {
        return new Path(name, part).toString();
    }

    private void requireExists(String part) throws IOException {
        if (!files.exists(path)) {
            throw new MissingPartException(
                    String.format("'%s' does not exist. Load the folder that the model was saved to.", name));
        }
        if (!files.exists(new Path(path, part))) {
            throw new MissingPartException(String.format(
                    "'%s' holds no model: it has no '%s'. Load the folder that the model was saved to, or save it again.",
                    name, part));
        }
    }

    /** Spark reads a path as a pattern. */
    private String escaped() {
        String text = text(path);
        return LocalSaving.isOn() ? text : text.replaceAll("[{}\\[\\]*?\\\\]", "\\\\$0");
    }

    /** The first line of the innermost cause: those around it speak of stages and query plans. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String line = cause.toString().lines().findFirst().orElse("").strip().replaceFirst("\\.$", "");
        return line.length() > REASON_LENGTH ? line.substring(0, REASON_LENGTH) + "..." : line;
    }

    /** Says already what is to be said. */
    private static final class MissingPartException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        MissingPartException(String message) {
            super(message);
        }
    }
}
