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
 * Saves a stage so that whatever fails, its path holds the old stage or the new one: the new one is written beside the
 * path, loaded for a proof, and then renamed. Spark's own writers delete what is there before they write.
 *
 * <p>If the user may not write beside the path, the files are replaced in place one by one, and a warning says so. The
 * next save restores or deletes what an interrupted save left behind. Not thread-safe.
 *
 * <p>All stages of this library are saved so. A Pipeline or a PipelineModel is Spark's, and can be:
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
     * @param type class of the stage; the reader that its static method read returns compares the checksums
     * @param writer writes to a folder that does not exist
     */
    public ReplacingWriter(Class<?> type, MLWriter writer) {
        this(type, writer, true);
    }

    private ReplacingWriter(Class<?> type, MLWriter writer, boolean sealed) {
        this.type = type;
        this.writer = writer;
        this.sealed = sealed;
        // Of all stages these alone tell Spark's listeners that they are saved.
        this.tells = type == Pipeline.class || type == PipelineModel.class;
    }

    /**
     * Writer of any stage of Spark ML.
     *
     * @param stage stage to save, of a class whose static method read gives a reader, as Pipelines want it
     * @return writer
     */
    public static ReplacingWriter of(MLWritable stage) {
        MLWriter writer = stage.write();
        return writer instanceof ReplacingWriter replacing
                ? replacing
                : new ReplacingWriter(stage.getClass(), writer, false);
    }

    /**
     * Saves the stage. Listeners hear of a Pipeline as if Spark had saved it, and of the loading that proves what was
     * written.
     *
     * @param path folder on any file system of Hadoop
     * @throws IOException if the folder exists and overwrite was not asked for, or if writing fails; a folder that was
     *     there is there as it was
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

    /** Writes nothing, and refuses a path that exists in Spark's words. */
    private static final class Vacancy extends MLWriter {
        @Override
        public void saveImpl(String path) {}
    }
}
