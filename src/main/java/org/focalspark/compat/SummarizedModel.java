package org.focalspark.compat;

import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Option;

/**
 * A model with a summary of its training, as Spark Connect's server looks for it: it asks no model for a summary that does
 * not have this type.
 *
 * @param <S> the summary
 */
public interface SummarizedModel<S> extends HasTrainingSummary<S> {
    @Override
    boolean hasSummary();

    @Override
    S summary();

    /**
     * Writes what cannot be computed again to a file on this machine. Spark Connect's server does so, from Spark 4.1 on, as
     * it moves a model to its disk.
     *
     * @param path file to write
     */
    @SuppressWarnings("MissingOverride") // Spark 3.5 and 4.0 have no such method
    void saveSummary(String path);

    /**
     * Gives a model that was loaded from the disk of Spark Connect's server the summary that {@link #saveSummary} wrote.
     *
     * @param path file to read
     * @param dataset the training set
     */
    @SuppressWarnings("MissingOverride") // Spark 3.5 and 4.0 have no such method
    void loadSummary(String path, Dataset<Row> dataset);

    /** The variable of Spark's trait. */
    @Override
    default Option<S> trainingSummary() {
        return hasSummary() ? Option.apply(summary()) : Option.empty();
    }

    /** Only Spark's own estimators set it. */
    @Override
    default void trainingSummary_$eq(Option<S> summary) {
        throw new UnsupportedOperationException("The summary of a model comes from its fit.");
    }
}
