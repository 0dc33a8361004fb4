package org.focalspark.app;

import java.util.List;
import java.util.Map;
import org.focalspark.app.report.ScoreGrid;
import org.focalspark.app.report.ScoreSketch;
import org.focalspark.classification.FocalLogisticRegressionModel;

/** Report section of the held-out set: thresholds and costs if one class is the positive one, else curves by class. */
abstract sealed class HeldOutSection permits BinarySection, MulticlassSection {
    /** Creates the section for the label of a job. */
    static HeldOutSection of(JobOutcome outcome, List<FocalLogisticRegressionModel> models) {
        return outcome.label().isBinary() ? new BinarySection(outcome, models) : new MulticlassSection(outcome);
    }

    /** Returns the grid of the scores. */
    abstract ScoreGrid grid();

    /** Returns the events whose probabilities are collected. */
    abstract HeldOutScores.Question question();

    /** Returns the data that is common to all models. */
    abstract Map<String, Object> json();

    /**
     * Returns the data of a model.
     *
     * @param index index of the model in the comparison
     * @param sketches one sketch per event
     */
    abstract Map<String, Object> json(int index, List<ScoreSketch> sketches);
}
