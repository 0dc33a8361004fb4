package org.focalspark.classification;

import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The training set of a model and the facts of its fit. The summary is created on first use, because Spark's summaries
 * read the data when they are created. Thread-safe.
 */
final class TrainingSet {
    private final FocalLogisticRegressionModel model;
    private final Dataset<?> dataset;
    private final FocalTrainingSummary facts;
    private @Nullable FocalLogisticRegressionTrainingSummary summary;

    /**
     * Stores a training set.
     *
     * @param model model from the fit; its params are copied
     */
    TrainingSet(FocalLogisticRegressionModel model, Dataset<?> dataset, FocalTrainingSummary facts) {
        this.model = model.copy(ParamMap.empty());
        this.dataset = dataset;
        this.facts = facts;
    }

    /** Returns the facts of the fit without reading the data. */
    FocalTrainingSummary facts() {
        return facts;
    }

    synchronized FocalLogisticRegressionTrainingSummary summary() {
        if (summary == null) {
            summary = Summaries.ofTraining(model, dataset, facts);
        }
        return summary;
    }
}
