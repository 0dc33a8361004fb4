package org.focalspark.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.ml.util.Instrumentation;
import org.apache.spark.ml.util.MLWriter;
import scala.runtime.BoxedUnit;

/** Tells Spark's listeners that a stage is saved, as Spark's own writers of Pipelines do. */
public final class SaveEvents {
    private SaveEvents() {}

    /** What saves a stage. */
    @FunctionalInterface
    public interface Saving {
        /**
         * Saves it.
         *
         * @throws IOException if writing fails
         */
        void run() throws IOException;
    }

    /**
     * Saves a stage between two events; the second is left out if it fails.
     *
     * @param writer what saves it
     * @param path where it will be
     * @param saving the work
     * @throws IOException if saving does
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
