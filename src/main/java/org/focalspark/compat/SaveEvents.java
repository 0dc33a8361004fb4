package org.focalspark.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.ml.util.Instrumentation;
import org.apache.spark.ml.util.MLWriter;
import scala.runtime.BoxedUnit;

/** Tells Spark's listeners that a stage is saved, as Spark's own writers of Pipelines do. */
public final class SaveEvents {
    private SaveEvents() {}

    /** Function that saves a stage. */
    @FunctionalInterface
    public interface Saving {
        /**
         * Saves the stage.
         *
         * @throws IOException if writing fails
         */
        void run() throws IOException;
    }

    /**
     * Saves a stage between a start event and an end event. After a failure there is no end event.
     *
     * @param writer writer of the stage
     * @param path destination
     * @param saving saves the stage
     * @throws IOException if saving fails
     */
    public static void around(MLWriter writer, String path, Saving saving) throws IOException {
        try {
            Instrumentation.instrumented(instrumentation -> {
                instrumentation.withSaveInstanceEvent(writer, path, () -> {
                    try {
                        saving.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return BoxedUnit.UNIT;
                });
                return BoxedUnit.UNIT;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
