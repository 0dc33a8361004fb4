package org.focalspark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.compat.JavaBinaryTrainingSummary;
import org.focalspark.compat.SummaryColumns;

/** Spark's summary of a training set, and the facts of the fit. */
final class TwoClassesTrainingSummary extends JavaBinaryTrainingSummary
        implements FocalBinaryLogisticRegressionTrainingSummary {
    private static final long serialVersionUID = 1L;

    private final FocalTrainingSummary facts;

    TwoClassesTrainingSummary(SummaryColumns columns, FocalTrainingSummary facts) {
        super(columns, facts.objectiveHistory());
        this.facts = facts;
    }

    @Override
    public int totalIterations() {
        return facts.totalIterations();
    }

    @Override
    public boolean converged() {
        return facts.converged();
    }

    @Override
    public String convergenceReason() {
        return facts.convergenceReason();
    }

    @Override
    public double gradientNorm() {
        return facts.gradientNorm();
    }

    @Override
    public double nonConvexShare() {
        return facts.nonConvexShare();
    }

    @Override
    public Dataset<Row> reliability() {
        return Summaries.reliability(this);
    }
}
