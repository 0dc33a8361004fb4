package org.focalspark.classification;

import org.focalspark.compat.JavaTrainingSummary;
import org.focalspark.compat.SummaryColumns;

/** Spark's summary of a training set with more than two classes, extended by the facts of the fit. */
final class ClassesTrainingSummary extends JavaTrainingSummary implements FocalLogisticRegressionTrainingSummary {
    private static final long serialVersionUID = 1L;

    private final FocalTrainingSummary facts;

    ClassesTrainingSummary(SummaryColumns columns, FocalTrainingSummary facts) {
        super(columns, facts.objectiveHistory());
        this.facts = facts;
    }

    @Override
    public FocalTrainingSummary fit() {
        return facts;
    }
}
