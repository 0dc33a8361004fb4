package org.focalspark.classification;

import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The training set of a model and what the solver said. Its summary is made when it is first asked for: Spark's summaries
 * read the data as soon as they are made, and a fit reads its input once. Thread-safe.
 */
final class TrainingSet {
    private final FocalLogisticRegressionModel model;
    private final Dataset<?> dataset;
    private final FocalTrainingSummary facts;
    private @Nullable FocalLogisticRegressionTrainingSummary summary;

    /**
     * Keeps a training set.
     *
     * @param model the model as it came from the fit, whose params are copied
     */
    TrainingSet(FocalLogisticRegressionModel model, Dataset<?> dataset, FocalTrainingSummary facts) {
        this.model = model.copy(ParamMap.empty());
        this.dataset = dataset;
        this.facts = facts;
    }

    /** How the fit went, without a look at the data. */
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
