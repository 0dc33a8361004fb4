package org.focalspark.compat;

import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Option;

/**
 * Model with a training summary. It has Spark's type, since Spark Connect's server requests summaries only from models
 * of that type.
 *
 * @param <S> the summary
 */
public interface SummarizedModel<S> extends HasTrainingSummary<S> {
    @Override
    boolean hasSummary();

    @Override
    S summary();

    /**
     * Writes the parts of the summary that cannot be recomputed to a local file. Spark Connect's server calls it, from
     * Spark 4.1 on, when it moves a model to its disk.
     *
     * @param path file to write
     */
    @SuppressWarnings("MissingOverride") // Spark 3.5 and 4.0 have no such method
    void saveSummary(String path);

    /**
     * Restores the summary that {@link #saveSummary} wrote, for a model that Spark Connect's server has loaded from its
     * disk.
     *
     * @param path file to read
     * @param dataset the training set
     */
    @SuppressWarnings("MissingOverride") // Spark 3.5 and 4.0 have no such method
    void loadSummary(String path, Dataset<Row> dataset);

    /** Getter of the variable of Spark's trait. */
    @Override
    default Option<S> trainingSummary() {
        return hasSummary() ? Option.apply(summary()) : Option.empty();
    }

    /** Setter of the variable, which only Spark's own estimators call. */
    @Override
    default void trainingSummary_$eq(Option<S> summary) {
        throw new UnsupportedOperationException("The summary of a model comes from its fit.");
    }
}
