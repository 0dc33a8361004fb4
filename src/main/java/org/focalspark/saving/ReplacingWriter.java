package org.focalspark.saving;

import java.io.IOException;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.focalspark.compat.SaveEvents;
import org.focalspark.storage.Replacement;

/**
 * Writer that replaces a saved stage as a whole. It writes the new stage beside the path, loads it to verify it, and
 * then renames it, so after any failure the path contains the old stage or the new one. Spark's own writers delete the
 * old stage before they write.
 *
 * <p>If the user may not write beside the path, the files are replaced in place one by one, and a warning says so. The
 * next save restores or deletes what an interrupted save left behind. Not thread-safe.
 *
 * <p>All stages of this library use this writer. Use it for a Pipeline or PipelineModel of Spark as follows:
 *
 * <pre>
 *   ReplacingWriter.of(pipelineModel).overwrite().save("hdfs:///models/strikes");
 * </pre>
 *
 * @since 0.1.0
 */
public final class ReplacingWriter extends MLWriter {
    private final Class<?> type;
    private final MLWriter writer;
    private final boolean tells;
    private final boolean sealed;

    /**
     * Creates a writer that adds checksums to the output of another writer.
     *
     * @param type class of the stage; the reader from its static method {@code read} compares the checksums
     * @param writer writes to a folder that does not exist
     */
    public ReplacingWriter(Class<?> type, MLWriter writer) {
        this(type, writer, true);
    }

    private ReplacingWriter(Class<?> type, MLWriter writer, boolean sealed) {
        this.type = type;
        this.writer = writer;
        this.sealed = sealed;
        // Only these stages report their saving to Spark's listeners.
        this.tells = type == Pipeline.class || type == PipelineModel.class;
    }

    /**
     * Creates a writer for any stage of Spark ML.
     *
     * @param stage stage to save; its class must have a static method {@code read} that returns a reader, as Pipelines
     *     require
     * @return writer
     */
    public static ReplacingWriter of(MLWritable stage) {
        MLWriter writer = stage.write();
        return writer instanceof ReplacingWriter replacing
                ? replacing
                : new ReplacingWriter(stage.getClass(), writer, false);
    }

    /**
     * Saves the stage. For a Pipeline, Spark's listeners receive the same events as from Spark's writer, and the events
     * of the verifying load.
     *
     * @param path folder on any Hadoop file system
     * @throws IOException if the folder exists and overwrite was not called, or if writing fails; an existing folder is
     *     unchanged
     */
    @Override
    public void save(String path) throws IOException {
        if (tells) {
            SaveEvents.around(this, path, () -> replace(path));
        } else {
            replace(path);
        }
    }

    private void replace(String path) throws IOException {
        MLReader<?> reader = reader();
        try (Replacement place = ModelFolder.of(path, sparkSession()).replacement()) {
            place.recover();
            refuseExisting(path);
            String draft = ModelFolder.text(place.draft());
            saveImpl(draft);
            if (sealed) {
                ModelFolder.of(draft, sparkSession()).seal();
            }
            prove(reader, draft, path);
            if (!place.isInPlace()) {
                refuseExisting(path);
            }
            place.moveIn();
            place.discardPrevious();
        }
    }

    /** Writes to a folder that does not exist yet. */
    @Override
    public void saveImpl(String path) {
        optionMap().foreach(option -> writer.option(option._1(), option._2()));
        writer.session(sparkSession()).saveImpl(path);
    }

    private void refuseExisting(String path) throws IOException {
        if (!shouldOverwrite()) {
            new Vacancy().session(sparkSession()).save(path);
        }
    }

    private MLReader<?> reader() throws IOException {
        try {
            return (MLReader<?>) type.getMethod("read").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IOException(
                    type.getName() + " has no static method read, so that what is saved could never be loaded.", e);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // Scala's methods throw checked exceptions without a word
    private void prove(MLReader<?> reader, String draft, String path) throws IOException {
        try {
            reader.session(sparkSession()).load(draft);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new IOException(
                    String.format(
                            "'%s' was not written, since what was to be moved there cannot be loaded: %s",
                            path, e.getMessage()),
                    e);
        }
    }

    /** Writes nothing, but throws with Spark's message if the path exists. */
    private static final class Vacancy extends MLWriter {
        @Override
        public void saveImpl(String path) {}
    }
}
