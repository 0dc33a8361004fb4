package org.focalspark.classification;

import org.focalspark.compat.JavaBinaryTrainingSummary;
import org.focalspark.compat.SummaryColumns;

/** Spark's binary summary of a training set, extended by the facts of the fit. */
final class TwoClassesTrainingSummary extends JavaBinaryTrainingSummary
        implements FocalBinaryLogisticRegressionTrainingSummary, FocalLogisticRegressionTrainingSummary {
    private static final long serialVersionUID = 1L;

    private final FocalTrainingSummary facts;

    TwoClassesTrainingSummary(SummaryColumns columns, FocalTrainingSummary facts) {
        super(columns, facts.objectiveHistory());
        this.facts = facts;
    }

    @Override
    public FocalTrainingSummary fit() {
        return facts;
    }
}
