package org.focalspark.app;

import java.util.List;
import java.util.Map;
import org.focalspark.app.report.ScoreGrid;
import org.focalspark.app.report.ScoreSketch;
import org.focalspark.classification.FocalLogisticRegressionModel;

/** What a report shows of the held-out rows: two classes have thresholds and costs, more of them a confusion matrix. */
abstract sealed class HeldOutSection permits BinarySection, MulticlassSection {
    /** The section for the label of a job. */
    static HeldOutSection of(JobOutcome outcome, List<FocalLogisticRegressionModel> models) {
        return outcome.label().isBinary() ? new BinarySection(outcome, models) : new MulticlassSection(outcome);
    }

    /** Where scores are cut. */
    abstract ScoreGrid grid();

    /** What is asked of the models. */
    abstract HeldOutScores.Question question();

    /** What the page needs to know of all models together. */
    abstract Map<String, Object> json();

    /**
     * What the page shows of a model.
     *
     * @param index of the model in the comparison
     * @param sketches one per event
     */
    abstract Map<String, Object> json(int index, List<ScoreSketch> sketches);
}
